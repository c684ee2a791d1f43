import { describe, expect, test } from 'vitest'
import { workerSettings } from './settings.ts'

const origin = { HOLDFAST_ORIGIN: 'https://www.example.com/' }
const key = { HOLDFAST_PLACE_KEY: 'sixteen letters.' }

const wrongIn = (env: Readonly<Record<string, unknown>>): string => {
  const settings = workerSettings(env)
  return settings.ok ? '' : settings.error
}

describe('the settings of a Worker', () => {
  test('a site and a key are enough', () => {
    expect(workerSettings({ ...origin, ...key, ASSETS: {}, OTHER: 'x' })).toMatchObject({
      ok: true,
      value: { origin: 'https://www.example.com', isOwn: false, isBehindCdn: true, ramp: true, shellWorker: true },
    })
  })

  test('a server of Holdfast, with all there is to set', () => {
    const settings = workerSettings({
      ...key,
      HOLDFAST_ORIGIN_URL: 'http://127.0.0.1:8522',
      HOLDFAST_STATUS_URL: 'http://127.0.0.1:8523',
      HOLDFAST_BEHIND_CDN: false,
      HOLDFAST_SHELL_WORKER: 'false',
      HOLDFAST_ORIGIN_FIRST_BYTE_MS: 5000,
    })
    expect(settings).toMatchObject({
      ok: true,
      value: {
        origin: 'http://127.0.0.1:8522',
        status: 'http://127.0.0.1:8523',
        isOwn: true,
        isBehindCdn: false,
        shellWorker: false,
        clocks: { firstByteMs: 5000, stallMs: 900_000 },
      },
    })
  })

  test('without a waiting room no key is needed', () => {
    expect(workerSettings({ ...origin, HOLDFAST_ORIGIN_RAMP: false })).toMatchObject({
      ok: true,
      value: { ramp: false, floods: { proofAbove: 0, requestsPerMinute: 6000 } },
    })
  })

  test.for([
    [{}, /^Set either `HOLDFAST_ORIGIN`/],
    [{ ...origin, ...key, HOLDFAST_ORIGIN_URL: 'http://a' }, /^Set either/],
    [{ ...key, HOLDFAST_ORIGIN_URL: 'http://a' }, /^`HOLDFAST_STATUS_URL` must be set beside/],
    [origin, /^`HOLDFAST_PLACE_KEY` must be set, as a secret/],
    [
      { ...origin, ...key, HOLDFAST_ORIGN: 'x' },
      /^`HOLDFAST_ORIGN` is not a setting .* did you mean `HOLDFAST_ORIGIN`/,
    ],
    [{ ...origin, ...key, HOLDFAST_BACKUP_S3_SECRET: 'x' }, /^`HOLDFAST_BACKUP_S3_SECRET` is not .*: take it out\.$/],
    [{ ...key, HOLDFAST_ORIGIN: 'example.com' }, /^`HOLDFAST_ORIGIN` cannot be used .* an address such as/],
    [{ ...key, HOLDFAST_ORIGIN: 'https://example.com/path' }, /no path/],
    [{ ...origin, ...key, HOLDFAST_BEHIND_CDN: 'yes' }, /true or false/],
    [{ ...origin, ...key, HOLDFAST_ORIGIN_STALL_MS: '10' }, /from 50 to/],
    [{ ...origin, ...key, HOLDFAST_PROOF_ABOVE: 'many' }, /a whole number, where 0 is no limit/],
    [{ ...origin, ...key, HOLDFAST_ACCESS_LOG: '/var/log/edge' }, /must be -, which is the Worker's own log/],
    [
      { ...origin, HOLDFAST_ORIGIN_RAMP: false, HOLDFAST_PROOF_ABOVE: 10 },
      /^`HOLDFAST_PLACE_KEY` must be set beside `HOLDFAST_PROOF_ABOVE`/,
    ],
    [{ ...origin, ...key, HOLDFAST_ORIGIN_STALL_MS: {} }, /from 50 to/],
  ] as const)('%o is refused with the fix', ([env, words]) => {
    expect(wrongIn(env)).toMatch(words)
  })

  test('a bad secret is not repeated', () => {
    expect(wrongIn({ ...origin, HOLDFAST_PLACE_KEY: 'hunter2' })).toMatch(/^`HOLDFAST_PLACE_KEY` cannot be used/)
    expect(wrongIn({ ...origin, HOLDFAST_PLACE_KEY: 'hunter2' })).not.toContain('hunter2')
  })
})
