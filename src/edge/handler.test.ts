import { describe, expect, test } from 'vitest'
import type { Health } from '#protocol/health.ts'
import { problemSchema } from '#protocol/problem.ts'
import { fail, ok } from '#shared/outcome.ts'
import { keptLog } from '../../test/fixtures/kept-log.ts'
import { usualClocks } from './clocks.ts'
import { edgeHandler, type HandlerMeans } from './handler.ts'
import { Floods } from './floods/floods.ts'
import { LocalAnswers } from './local-answers.ts'
import { newcomersFor } from './newcomers-for.ts'
import { Outages } from './outages.ts'
import { receipts } from './receipts.ts'
import { openGate } from './recovery/gate.ts'
import { RetryBudget } from './retry.ts'
import { fileAnswer } from './shell.ts'
import { usualFloods } from './usual-floods.ts'

const index = new TextEncoder().encode('<h1>shell</h1>')

const clock = { now: () => 0, after: () => () => undefined }

function handler(ask: HandlerMeans['ask'], state: Health['state'] = 'ready'): (request: Request) => Promise<Response> {
  const outages = new Outages(0)
  const local = new LocalAnswers({
    shell: async (file, head) =>
      file === 'index.html'
        ? fileAnswer(file, { version: '1', bytes: index, encoded: async () => index }, head)
        : undefined,
    health: () => ({ process: 'edge', version: 'test', protocol: 1, state, upMs: 1 }),
    askReady: async () => ok(null),
    outages,
    history: () => undefined,
    incident: () => undefined,
    now: () => 0,
    chance: () => 0.5,
    surroundings: { isOwn: true, isBehindCdn: false },
    gate: openGate,
    scheme: 'http',
    receipts: receipts('key'),
    places: { statusHost: null, elsewhere: null },
    networkReports: 'auto',
  })
  const handle = edgeHandler({
    local,
    outages,
    gate: openGate,
    budget: new RetryBudget(),
    isOwn: true,
    clock,
    clocks: usualClocks,
    log: keptLog(),
    now: clock.now,
    makeId: () => 'made',
    floods: new Floods(limits, { now: clock.now, log: keptLog(), isOwn: true, names: silent }),
    newcomers: newcomersFor(limits, { now: clock.now, secret: 'for this test only', isSecure: false }),
    accessLog: undefined,
    observeCut: () => ({ phase: 'body', kind: 'cut', code: '', tookMs: 0, sizeBytes: 0 }),
    ask,
  })
  return (request) =>
    handle(request, { address: '127.0.0.1', believed: undefined, connection: unknown, stay: () => undefined })
}

const limits = { ...usualFloods, connections: 0, botRules: true, botResolver: null, limitsThisMachine: false }
const silent = { namesOf: async () => undefined, addressesOf: async () => undefined }
const unknown = () => ({ httpVersion: undefined, tls: undefined })

const unreachable = handler(async () =>
  fail({
    observation: { phase: 'connect', kind: 'refused', code: 'ECONNREFUSED', tookMs: 1, sizeBytes: 0 },
    because: 'refused',
  }),
)

const get = (path: string, init: RequestInit = {}): Request =>
  new Request(`http://localhost:8521${path}`, { ...init, headers: { host: 'localhost:8521', ...init.headers } })

describe('the edge as a function from Request to Response', () => {
  test('forwards, and gives the answer back as a stream', async () => {
    const seen: unknown[] = []
    const handle = handler(async (of, target, asked) => {
      seen.push(of, target, asked.method, new Headers(asked.headers).get('x-request-id'))
      const headers = { 'content-type': 'text/plain', connection: 'x-hop', 'x-hop': '1', x: 'y' }
      return ok(new Response('streamed', { status: 202, headers }))
    })
    const response = await handle(get('/v1/stream/1?offset=-1'))
    expect(seen).toEqual(['origin', '/v1/stream/1?offset=-1', 'GET', 'made'])
    expect(response.status).toBe(202)
    expect([...response.headers.keys()].toSorted()).toEqual([
      'content-security-policy',
      'content-type',
      'x',
      'x-content-type-options',
      'x-request-id',
    ])
    expect(await response.text()).toBe('streamed')
  })

  test('says what is wrong when the server cannot be asked', async () => {
    const response = await unreachable(get('/api/chats'))
    expect(response.status).toBe(521)
    expect(problemSchema.parse(await response.json()).fault).toBe('origin-refused')
  })

  test('knows a fault again that somebody met, and no other', async () => {
    const headers = { 'x-request-id': 'request-12345' }
    const met = problemSchema.parse(await (await unreachable(get('/api/chats', { headers }))).json())
    const asked = (receipt: string) => unreachable(get(`/__edge/receipt?of=${encodeURIComponent(receipt)}`))
    const known = await asked(met.receipt ?? '')
    expect(await known.json()).toEqual({ requestId: met.requestId, fault: 'origin-refused', at: 0 })
    expect((await asked((met.receipt ?? '').replace('refused', 'reset'))).status).toBe(404)
    expect((await unreachable(get('/__edge/receipt'))).status).toBe(404)
    expect(problemSchema.parse(await (await unreachable(get('/status/none'))).json()).receipt).toBeUndefined()
  })

  test('keeps the shell there without any server', async () => {
    const response = await unreachable(get('/chats/1'))
    expect(response.status).toBe(200)
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(await response.text()).toBe('<h1>shell</h1>')
    expect((await unreachable(get('/chats/1', { method: 'HEAD' }))).body).toBeNull()
  })

  test.for([
    ['/assets/none.js', {}, 404, 'not-found'],
    ['/.env', {}, 404, 'not-found'],
    ['/', { method: 'POST' }, 405, 'method-not-allowed'],
    ['/api/chats', { headers: { host: 'evil.example' } }, 421, 'wrong-host'],
    ['/api/chats', { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } }, 403, 'cross-site'],
    ['/api/chats', { method: 'DELETE', headers: { origin: 'https://evil.example' } }, 403, 'cross-site'],
  ] as const)('%s %o is %i', async ([path, init, status, fault]) => {
    const response = await unreachable(get(path, init))
    expect(response.status).toBe(status)
    expect(problemSchema.parse(await response.json()).fault).toBe(fault)
    if (status === 405) expect(response.headers.get('allow')).toBe('GET, HEAD')
  })

  test('says when it takes no visitors any more, so that they are sent to another one', async () => {
    const draining = handler(async () => ok(new Response('')), 'draining')
    expect((await draining(get('/readyz'))).status).toBe(503)
    expect((await draining(get('/healthz'))).status).toBe(200)
  })
})
