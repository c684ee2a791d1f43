import { isLoopback } from '#protocol/origin-check.ts'
import { clientKeyOf, readAddress, type Address } from '#shared/ip-address.ts'
import { rayOf } from '../observe/trace-ids.ts'
import { forwardedFor, forwardedHops } from './forwarded.ts'
import type { ClientHeader, Proxies } from '../proxies.ts'

/** Who asks, as far as the edge can know it. */
export interface Client {
  /** The address of the visitor, or of the nearest machine that says nothing about who stands behind it; undefined where the runtime does not say. */
  readonly address: string | undefined
  /** Whom the address counts as: the same for all of one IPv6 house. */
  readonly key: string
  /** Whether it is a program on this machine, with no proxy between. */
  readonly isHere: boolean
  /** Whether a proxy that is believed says so. */
  readonly isForwarded: boolean
  /** The header field that was believed about the address; undefined where none was read. */
  readonly believed: ClientHeader | undefined
  /** How the proxy that is believed was spoken with, where it says it. */
  readonly scheme: 'http' | 'https' | undefined
  /** The number under which Cloudflare logs this request, whoever says so. */
  readonly ray: string | undefined
}

type HeaderOf = (name: string) => string | undefined

/** Who asks. What a header says of it counts only when the other end of the connection is a proxy that is believed. */
export function clientOf(peer: string | undefined, header: HeaderOf, proxies: Proxies): Client {
  const nearest = readAddress(peer ?? '')
  const ray = rayOf(header('cf-ray'))
  if (nearest === undefined) {
    return {
      address: undefined,
      key: 'unknown',
      isHere: false,
      isForwarded: false,
      believed: undefined,
      scheme: undefined,
      ray,
    }
  }
  const isProxy = proxies.includes(nearest)
  const visitor = isProxy ? behind(nearest, header, proxies) : nearest
  return {
    address: visitor.text,
    key: clientKeyOf(visitor),
    isHere: !isProxy && isLoopback(nearest.text),
    isForwarded: isProxy,
    believed: isProxy ? readFrom(nearest, header, proxies) : undefined,
    scheme: isProxy ? schemeOf(header('x-forwarded-proto')) : undefined,
    ray,
  }
}

/**
 * The visitor behind a proxy. Each proxy says truly who came to it, and repeats what was claimed before: so the list is
 * read from its end, for as long as whoever is named is a proxy, too.
 */
function behind(nearest: Address, header: HeaderOf, proxies: Proxies): Address {
  const claimed = hopsOf(nearest, header, proxies).toReversed()
  let last = nearest
  for (const hop of claimed) {
    const address = readAddress(hop)
    if (address === undefined) return last
    last = address
    if (!proxies.includes(address)) return last
  }
  return last
}

/** Only one header is read. A proxy that writes one passes the others on as the visitor made them up. */
function hopsOf(nearest: Address, header: HeaderOf, proxies: Proxies): readonly string[] {
  const name = headerOf(nearest, proxies)
  const value = header(name)
  if (value === undefined) return []
  if (name === 'forwarded') return forwardedHops(value)
  return name === 'x-forwarded-for' ? forwardedFor(value) : [value]
}

function headerOf(nearest: Address, proxies: Proxies): ClientHeader {
  return proxies.isCloudflare(nearest) ? 'cf-connecting-ip' : proxies.header
}

function readFrom(nearest: Address, header: HeaderOf, proxies: Proxies): ClientHeader | undefined {
  const name = headerOf(nearest, proxies)
  return header(name) === undefined ? undefined : name
}

function schemeOf(forwarded: string | undefined): Client['scheme'] {
  const scheme = forwarded?.split(',').at(-1)?.trim().toLowerCase()
  return scheme === 'http' || scheme === 'https' ? scheme : undefined
}
