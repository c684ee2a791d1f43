import { createServer, type RequestListener } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import type { HopTest, VisitorHop } from '#protocol/visitor-tests.ts'
import { problem } from '#protocol/problem.ts'
import { manualClock } from '../../test/support/clock.ts'
import { testHops, type VisitorMeans } from './browser.ts'
import { networkMark } from './visitor/network-mark.ts'

const toClose: (() => void)[] = []
afterEach(() => {
  for (const close of toClose.splice(0)) close()
})

async function site(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  toClose.push(() => server.close().closeAllConnections())
  const bound = server.address()
  return `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`
}

const json = (body: unknown, status = 200): { status: number; text: string } => ({ status, text: JSON.stringify(body) })

const health = { process: 'status', version: '1', protocol: 1, state: 'ready', upMs: 1 }
const answers: Readonly<Record<string, { status: number; text: string }>> = {
  '/edge/trace': json({ requestId: 'r', address: '192.0.2.7' }),
  '/__edge/ready/origin': { status: 204, text: '' },
  '/api/backends': json({ backends: [], chosen: null, looking: false }),
  '/status/healthz': json(health),
}

/** A real site, asked with real requests, and a clock that is moved for what waits. */
async function look(answer: RequestListener, more: Partial<VisitorMeans> = {}): Promise<Map<VisitorHop, HopTest>> {
  const at = await site(answer)
  const clock = { ...manualClock(), sleep: () => Promise.resolve() }
  const means: VisitorMeans = {
    clock,
    // What a browser resolves for a page, Node has to be told; and Node knows no `no-cors`.
    fetch: (url, init) => fetch(new URL(url, at), { ...init, mode: 'cors' }),
    isOnline: () => true,
    isPageKept: () => Promise.resolve(true),
    places: { statusHost: null, elsewhere: null },
    modelFault: null,
    salt: 'salt',
    ...more,
  }
  const told: HopTest[] = []
  const run = await testHops(means, (one) => told.push(one))
  expect(new Set(told)).toEqual(new Set(run.hops))
  return new Map(run.hops.map((one) => [one.hop, one]))
}

const usual: RequestListener = (request, response) => {
  const found = answers[request.url ?? '']
  response.writeHead(found?.status ?? 404).end(found?.text)
}

test('where all is well each hop says so, and no host is asked that nobody set', async () => {
  const hops = await look(usual)
  expect([...hops].map(([hop, { result }]) => [hop, result])).toEqual([
    ['device', 'ok'],
    ['page', 'ok'],
    ['edge', 'ok'],
    ['server', 'ok'],
    ['model', 'ok'],
    ['status', 'ok'],
  ])
})

test('a server that the edge cannot reach is said in the words of the edge, with when to ask again', async () => {
  const hops = await look((request, response) => {
    if (request.url !== '/__edge/ready/origin') return usual(request, response)
    response.writeHead(503, { 'retry-after': '7' }).end(JSON.stringify(problem('origin-refused')))
  })
  expect(hops.get('server')).toMatchObject({
    result: 'fault',
    fault: 'origin-refused',
    side: 'server',
    retryAfterMs: 7000,
  })
})

test.for([
  ['a sign-in page of a network', 200, {}, '<h1>Welcome to our hotel</h1>', 'foreign'],
  ['a page of a CDN', 521, { server: 'cloudflare', 'cf-ray': '1-AMS' }, '<title>521</title>', 'cdn'],
  ['a challenge of a CDN', 403, { 'cf-mitigated': 'challenge' }, 'Just a moment', 'challenge'],
] as const)('%s is not taken for our edge', async ([, status, headers, body, result]) => {
  const hops = await look((_, response) => void response.writeHead(status, headers).end(body))
  expect(hops.get('edge')).toMatchObject({ result, status })
})

test('what fails once and then answers is unsteady, and not down', async () => {
  const failed = new Set<string>()
  const hops = await look((request, response) => {
    const path = request.url ?? ''
    if (failed.has(path)) return usual(request, response)
    failed.add(path)
    request.socket.destroy()
  })
  expect(hops.get('edge')).toMatchObject({ result: 'ok', isUnsteady: true })
  expect(hops.get('edge')?.says).toContain('The first attempt failed')
})

test('a network that refuses is told from one that says nothing', async () => {
  const refused = await look((request) => void request.socket.destroy())
  expect(refused.get('edge')).toMatchObject({ result: 'refused', status: null })
  const moving = manualClock()
  const silent = look(() => undefined, { clock: moving })
  await moving.waiting(4)
  await moving.advance(10_000)
  expect((await silent).get('edge')).toMatchObject({ result: 'silent', tookMs: 10_000 })
})

test('other hosts are asked only where they are set, and only whether anything answers', async () => {
  const asked: string[] = []
  const other = await site((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.accept}`)
    response.writeHead(500).end()
  })
  const hops = await look(usual, { places: { statusHost: `${other}/`, elsewhere: 'http://127.0.0.1:1/' } })
  expect(hops.get('status-host')).toMatchObject({ result: 'ok' })
  expect(hops.get('elsewhere')).toMatchObject({ result: 'refused' })
  expect(asked).toEqual(['GET / */*'])
})

test('a model that broke the last reply is told without asking anybody', async () => {
  const hops = await look(usual, { modelFault: { fault: 'backend-refused', title: 'The model refuses' } })
  expect(hops.get('model')).toMatchObject({ result: 'fault', side: 'model', fault: 'backend-refused' })
})

test('a network has one mark under one salt, whatever device of it asks, and the mark tells no address', () => {
  const mark = networkMark('2001:db8:1:2:3:4:5:6', 'a')
  expect(networkMark('2001:0db8:0001:2::9', 'a')).toBe(mark)
  expect(networkMark('2001:db8:1:3:3:4:5:6', 'a')).not.toBe(mark)
  expect(networkMark('192.0.2.7', 'a')).not.toBe(networkMark('192.0.2.8', 'a'))
  expect(networkMark('192.0.2.7', 'a')).not.toBe(networkMark('192.0.2.7', 'b'))
  expect(mark).toBeLessThan(65_536)
})
