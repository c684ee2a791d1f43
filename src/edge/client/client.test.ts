import { expect, test } from 'vitest'
import { builtInRanges } from '../cloudflare-ranges.ts'
import { proxiesOf, readProxies, type ClientHeader, type Proxies } from '../proxies.ts'
import { clientOf } from './client.ts'

function believed(list: string, header: ClientHeader = 'x-forwarded-for'): Proxies {
  const named = readProxies(list)
  if (!named.ok) throw new Error(named.error)
  return proxiesOf({ ...named.value, list: builtInRanges, header })
}

const cloudflare = '104.16.0.1'
const visitor = '198.51.100.7'
const forged = '6.6.6.6'

interface Case {
  readonly when: string
  readonly proxies: Proxies
  readonly peer: string
  readonly headers: Readonly<Record<string, string>>
  readonly address: string
}

const cases: readonly Case[] = [
  {
    when: 'nobody is believed',
    proxies: believed(''),
    peer: visitor,
    headers: { 'x-forwarded-for': forged, forwarded: `for=${forged}`, 'cf-connecting-ip': forged },
    address: visitor,
  },
  {
    when: 'somebody else is believed',
    proxies: believed('10.0.0.0/8'),
    peer: visitor,
    headers: { 'x-forwarded-for': forged },
    address: visitor,
  },
  {
    when: 'a proxy adds who came to it behind what was claimed',
    proxies: believed('10.0.0.1'),
    peer: '::ffff:10.0.0.1',
    headers: { 'x-forwarded-for': `${forged}, ${visitor}` },
    address: visitor,
  },
  {
    when: 'a visitor claims to be behind a proxy of ours',
    proxies: believed('10.0.0.0/8'),
    peer: '10.0.0.1',
    headers: { 'x-forwarded-for': `${forged}, 10.0.0.9, ${visitor}, 10.0.0.2` },
    address: visitor,
  },
  {
    when: 'a proxy does not say who came to it',
    proxies: believed('10.0.0.1'),
    peer: '10.0.0.1',
    headers: {},
    address: '10.0.0.1',
  },
  {
    when: 'a proxy says what is no address',
    proxies: believed('10.0.0.0/8'),
    peer: '10.0.0.1',
    headers: { 'x-forwarded-for': `${visitor}, unknown, 10.0.0.2` },
    address: '10.0.0.2',
  },
  {
    when: 'a proxy that writes one header passes the others on',
    proxies: believed('10.0.0.1'),
    peer: '10.0.0.1',
    headers: { 'x-forwarded-for': visitor, forwarded: `for=${forged}`, 'cf-connecting-ip': forged },
    address: visitor,
  },
  {
    when: 'a proxy writes Forwarded, with quotes, a port and IPv6',
    proxies: believed('10.0.0.1', 'forwarded'),
    peer: '10.0.0.1',
    headers: { forwarded: `for="_a,b";proto=http, For="[2001:db8::7]:4711";by=10.0.0.1`, 'x-forwarded-for': forged },
    address: '2001:db8::7',
  },
  {
    when: 'Cloudflare asks',
    proxies: believed('cloudflare'),
    peer: cloudflare,
    headers: { 'cf-connecting-ip': visitor, 'x-forwarded-for': `${forged}, ${visitor}` },
    address: visitor,
  },
  {
    when: 'Cloudflare is believed and somebody else pretends to be it',
    proxies: believed('cloudflare'),
    peer: visitor,
    headers: { 'cf-connecting-ip': forged, 'cf-ray': '8f2c5e1b7a9d4e3c-FRA' },
    address: visitor,
  },
  {
    when: 'Cloudflare asks a proxy of ours',
    proxies: believed('127.0.0.1 cloudflare'),
    peer: '127.0.0.1',
    headers: { 'x-forwarded-for': `${forged}, ${visitor}, ${cloudflare}`, 'cf-connecting-ip': forged },
    address: visitor,
  },
  {
    when: 'a tunnel on this machine says it as Cloudflare does',
    proxies: believed('127.0.0.1', 'cf-connecting-ip'),
    peer: '127.0.0.1',
    headers: { 'cf-connecting-ip': visitor, 'x-forwarded-for': forged },
    address: visitor,
  },
  {
    when: 'a port stands behind an address',
    proxies: believed('10.0.0.1'),
    peer: '10.0.0.1',
    headers: { 'x-forwarded-for': `${visitor}:4711` },
    address: visitor,
  },
]

test.for(cases)('$when: $address', ({ proxies, peer, headers, address }) => {
  expect(clientOf(peer, (name) => headers[name], proxies).address).toBe(address)
})

test('a program on this machine is here, and whoever comes by a proxy on it is not', () => {
  const headers: Readonly<Record<string, string>> = { 'x-forwarded-for': visitor, 'x-forwarded-proto': 'https' }
  const header = (name: string): string | undefined => headers[name]
  expect(clientOf('127.0.0.1', header, believed(''))).toMatchObject({ isHere: true, isForwarded: false })
  expect(clientOf('127.0.0.1', header, believed(''))).toMatchObject({ scheme: undefined })
  const behind = clientOf('127.0.0.1', header, believed('127.0.0.1'))
  expect(behind).toMatchObject({ isHere: false, isForwarded: true, key: visitor, scheme: 'https' })
})

test('the number that Cloudflare gives a request is kept where it is one', () => {
  const rayFor = (value: string): string | undefined => clientOf(visitor, () => value, believed('')).ray
  expect(rayFor('8f2c5e1b7a9d4e3c-FRA')).toBe('8f2c5e1b7a9d4e3c-FRA')
  expect(rayFor('"}\n{"forged":1')).toBeUndefined()
})

test('a list of proxies that holds anything else is refused by that word', () => {
  expect(readProxies('127.0.0.1, cloudfare')).toEqual({ ok: false, error: 'cloudfare' })
})
