import { describe, expect, test } from 'vitest'
import { classify } from '../classify.ts'
import { unlessCloudflare } from './cloudflare-answer.ts'

const asked = { address: 'https://origin.example', tookMs: 12 }
const fromCloudflare = { server: 'cloudflare', 'cf-ray': '8a1b2c3d4e5f6071-FRA' }

const line = (code: number): string => `error code: ${code}\n`
/** As Cloudflare sends it to programs (RFC 9457). */
const document = (code: number): string =>
  JSON.stringify({
    title: `Error ${code}`,
    error_code: code,
    cloudflare_error: true,
    detail: 'In its words.',
    retryable: true,
  })
/** What stands in each of its pages. */
const page = (code: number): string => `<!DOCTYPE html><title>origin.example | ${code}: Web server is down</title>
<div id="cf-wrapper"><div id="cf-error-details"><span class="code-label">Error code ${code}</span>
<a href="https://www.cloudflare.com/5xx-error-landing?utm_source=errorcode_${code}&utm_campaign=origin.example">more</a></div></div>`
const numberedPage = (code: number): string =>
  `<title>Origin DNS error | origin.example | Cloudflare</title><div id="cf-error-details"><h1>
<span class="cf-error-type">Error</span> <span class="cf-error-code">${code}</span></h1></div>`

const answer = (status: number, body: string | null, headers: object = fromCloudflare): Response =>
  new Response(body, { status, headers: { ...headers } })

async function faultIn(response: Response, tookMs = 12): Promise<string> {
  const outcome = await unlessCloudflare(response, { ...asked, tookMs })
  return outcome.ok ? 'passed on' : classify(outcome.error.observation)
}

describe('what Cloudflare says in the place of an origin', () => {
  test.for([
    [520, 520, 'origin-broken'],
    [521, 521, 'origin-refused'],
    [522, 522, 'origin-silent'],
    [523, 523, 'origin-unreachable'],
    [524, 524, 'origin-slow'],
    [525, 525, 'origin-tls-failed'],
    [526, 526, 'origin-certificate'],
    [530, 1000, 'origin-address-unusable'],
    [530, 1001, 'origin-unresolved'],
    [530, 1002, 'origin-address-unusable'],
    [530, 1016, 'origin-unresolved'],
    [530, 1033, 'origin-tunnel-down'],
    [530, 1099, 'origin-broken'],
  ] as const)('%i with %i inside is %s, as a line, a document and a page', async ([status, code, fault]) => {
    const bodies = [line(code), document(code), code === status ? page(code) : numberedPage(code)]
    for (const body of bodies) expect(await faultIn(answer(status, body))).toBe(fault)
  })

  test('an answer without a body, as to HEAD, is known by its number', async () => {
    expect(await faultIn(answer(521, null))).toBe('origin-refused')
  })

  test('522 after the time of a connection means that the request was not taken', async () => {
    expect(await faultIn(answer(522, line(522)), 90_000)).toBe('origin-not-reading')
  })

  test('the words name the number, the ray and what Cloudflare says of it', async () => {
    const outcome = await unlessCloudflare(answer(530, document(1033)), asked)
    expect(outcome).toMatchObject({
      ok: false,
      error: {
        observation: { phase: 'connect', kind: 'no-tunnel', code: '1033', tookMs: 12 },
        because:
          'seen from a Worker: Cloudflare answered 530 (1033) in the place of https://origin.example, ray 8a1b2c3d4e5f6071-FRA: In its words.',
      },
    })
  })
})

describe('what an origin says itself goes through, byte by byte', () => {
  const own = JSON.stringify({ fault: 'origin-refused', status: 521 })
  test.for([
    ['another edge of ours behind Cloudflare', answer(521, own)],
    ['a server that uses such a number, not behind Cloudflare', answer(521, line(521), { server: 'nginx' })],
    ['a failure of its own', answer(500, line(521))],
    ['a page of its own', answer(520, '<h1>Error code 521</h1>')],
  ] as const)('%s', async ([, response]) => {
    const text = await response.clone().text()
    const outcome = await unlessCloudflare(response, asked)
    expect(outcome.ok && (await outcome.value.text())).toBe(text)
    expect(outcome.ok && outcome.value.status).toBe(response.status)
  })
})
