import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../config/load.ts'
import type { Settings } from '../config/settings.ts'
import { edgeSettingsOf } from './edge-settings.ts'

function given(flags: Readonly<Record<string, string>>): Settings {
  const config = loadConfig({ flags: new Map(Object.entries(flags)), env: {}, folder: tmpdir() })
  if (!config.ok) throw new Error(config.error)
  return config.value.settings
}

const folder = mkdtempSync(join(tmpdir(), 'edge-settings-'))
const pem = join(folder, 'x.pem')
writeFileSync(pem, '-----BEGIN CERTIFICATE-----\n')
writeFileSync(join(folder, 'no.pem'), 'hello')

test('without a word the edge stands in front of the server on this machine', () => {
  const told = edgeSettingsOf(given({}))
  expect(told).toMatchObject({ ok: true, value: { isOwn: true, origin: 'http://127.0.0.1:8522', identity: null } })
})

test('in front of another site it listens where it is told, and shows no page of Holdfast', () => {
  const told = edgeSettingsOf(given({ '--origin': 'https://example.internal', '--edge-host': '0.0.0.0' }))
  expect(told).toMatchObject({
    ok: true,
    value: { isOwn: false, origin: 'https://example.internal', host: '0.0.0.0', shellDir: null },
  })
})

test('certificates and keys are read', () => {
  const told = edgeSettingsOf(given({ '--edge-cert': pem, '--edge-key': pem, '--origin-ca': pem }))
  const text = '-----BEGIN CERTIFICATE-----\n'
  expect(told).toMatchObject({ value: { identity: { certificate: text, key: text }, originTls: { ca: text } } })
})

test('proxies are named in one line, and nobody is believed without it', () => {
  expect(edgeSettingsOf(given({}))).toMatchObject({ value: { proxies: { ranges: [], cloudflare: false } } })
  const told = edgeSettingsOf(given({ '--proxies': '10.0.0.0/8, cloudflare', '--client-header': 'forwarded' }))
  const list = { asOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) }
  expect(told).toMatchObject({ value: { proxies: { cloudflare: true, header: 'forwarded', list } } })
})

test.for([
  [{ '--edge-host': '0.0.0.0' }, '`edgeHost` is 0.0.0.0, but there are no accounts yet'],
  [{ '--shell': '/srv' }, 'set `origin` (--origin) too'],
  [{ '--edge-cert': pem }, '`edgeKey` is not set'],
  [{ '--origin-key': pem }, '`originCert` is not set'],
  [{ '--origin-ca': join(folder, 'none.pem') }, 'which cannot be read'],
  [{ '--origin-ca': join(folder, 'no.pem') }, 'which is no PEM file'],
] as const)('%j is refused in one sentence', ([flags, words]) => {
  const told = edgeSettingsOf(given(flags))
  expect(told).toEqual({ ok: false, error: expect.stringContaining(words) })
})
