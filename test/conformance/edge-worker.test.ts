import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { problemSchema } from '#protocol/problem.ts'
import { variableOf } from '../../src/cli/config/names.ts'
import { settings } from '../../src/cli/config/settings.ts'
import { root } from '../../tools/node.js'
import { ask, type Answered } from '../fixtures/ask.ts'
import { openFakeBackend } from '../fixtures/fake-backend/server.ts'
import { openHttpServer, type HttpServer } from '../fixtures/http-server.ts'
import { runningWorker, type Variables, type WorkerUnderTest } from '../fixtures/running-worker.ts'
import { runningServer } from '../support/running-server.ts'
import { writerAt } from '../support/writer.ts'

let worker: WorkerUnderTest | undefined
let origin: HttpServer | undefined
afterEach(async () => {
  await worker?.stop()
  await origin?.close()
  worker = undefined
  origin = undefined
})

async function workerWith(variables: Variables): Promise<WorkerUnderTest> {
  worker = await runningWorker(variables)
  return worker
}

/** The lines about requests, among all that was logged. */
function linesIn(log: string): readonly unknown[] {
  const lines = log.split('\n').filter((line) => line.includes('"msg":"request"'))
  return lines.map((line) => JSON.parse(line.slice(line.indexOf('{'))))
}

function faultIn({ body }: Answered): string {
  return problemSchema.parse(JSON.parse(body)).fault
}

const forProgram = { headers: { accept: 'application/json' } }

describe('the edge as a Worker', () => {
  test('says to whoever asks what its operator has set wrongly', async () => {
    const { address, log } = await workerWith({ HOLDFAST_ORIGIN: 'https://www.example.com' })
    const answer = await ask(address, '/', forProgram)
    expect(answer.status).toBe(503)
    const { fault, because } = problemSchema.parse(JSON.parse(answer.body))
    expect(fault).toBe('edge-misconfigured')
    expect(because).toMatch(/^`HOLDFAST_PLACE_KEY` must be set/)
    expect(await ask(address, '/', { headers: { accept: 'text/html' } })).toMatchObject({ status: 503 })
    expect(log()).toContain('edge misconfigured')
  })

  test('takes what Cloudflare answers in the place of a site for what it is', async () => {
    origin = await openHttpServer(({ headers }, response) => {
      response.writeHead(521, { server: 'cloudflare', 'cf-ray': '8a1b2c3d4e5f6071-FRA' })
      response.end(
        headers.accept === 'application/json' ? '{"cloudflare_error":true,"error_code":521}' : 'error code: 521',
      )
    })
    const { address } = await workerWith({ HOLDFAST_ORIGIN: origin.address, HOLDFAST_ORIGIN_RAMP: 'false' })
    const answer = await ask(address, '/', forProgram)
    expect(answer.status).toBe(503)
    expect(problemSchema.parse(JSON.parse(answer.body))).toMatchObject({
      fault: 'origin-refused',
      number: 521,
      because: `seen from a Worker: Cloudflare answered 521 in the place of ${origin.address}, ray 8a1b2c3d4e5f6071-FRA`,
    })
    const page = await ask(address, '/', { headers: { accept: 'text/html' } })
    expect(page.body).toContain('<h1>The server is not accepting connections</h1>')
    expect((await ask(address, '/', { method: 'HEAD' })).status).toBe(503)
  })

  test('tells the site who asks, by what Cloudflare says, and for which name', async () => {
    origin = await openHttpServer(({ headers }, response) => response.end(JSON.stringify(headers)))
    const { address } = await workerWith({ HOLDFAST_ORIGIN: origin.address, HOLDFAST_ORIGIN_RAMP: 'false' })
    const headers = { 'cf-connecting-ip': '192.0.2.7', 'x-forwarded-for': '198.51.100.1', host: 'www.example.com' }
    const answer = await ask(address, '/', { headers })
    expect(JSON.parse(answer.body)).toMatchObject({
      'x-forwarded-for': '192.0.2.7',
      'x-forwarded-host': 'www.example.com',
      host: new URL(origin.address).host,
    })
  })

  test('holds each client to its part, and programs to saying what they are', async () => {
    origin = await openHttpServer((_, response) => response.end('in'))
    const { address } = await workerWith({
      HOLDFAST_ORIGIN: origin.address,
      HOLDFAST_ORIGIN_RAMP: 'false',
      HOLDFAST_CLIENT_REQUESTS_PER_MINUTE: '3',
      HOLDFAST_REQUEST_BODY_LIMIT_BYTES: '10',
    })
    const by = (client: string, more: object = {}): Promise<Answered> =>
      ask(address, '/', {
        headers: { ...forProgram.headers, 'cf-connecting-ip': client, 'user-agent': 'test' },
        ...more,
      })
    for (const _ of [1, 2, 3]) expect((await by('2001:db8::1')).status).toBe(200)
    const refused = await by('2001:db8::2')
    expect(refused.status).toBe(429)
    expect(faultIn(refused)).toBe('too-many-requests')
    expect((await by('2001:db8:1::1')).status).toBe(200)
    expect(faultIn(await by('192.0.2.1', { method: 'POST', body: 'more than ten bytes' }))).toBe(
      'request-body-too-large',
    )
    const headers = { ...forProgram.headers, 'cf-connecting-ip': '192.0.2.2' }
    expect(faultIn(await by('192.0.2.2', { method: 'POST', body: '{}', headers }))).toBe('nameless-program')
  })

  test('asks newcomers for a sum or half a minute when far too many come', async () => {
    origin = await openHttpServer((_, response) => response.end('in'))
    const { address } = await workerWith({
      HOLDFAST_ORIGIN: origin.address,
      HOLDFAST_PLACE_KEY: 'a key for this test only',
      HOLDFAST_PROOF_ABOVE: '5',
    })
    const newcomer = (_: unknown, i: number): Promise<Answered> =>
      ask(address, '/', { headers: { ...forProgram.headers, 'cf-connecting-ip': `192.0.2.${i + 1}` } })
    const asked: Answered[] = []
    await expect
      .poll(async () => {
        const answers = await Promise.all(Array.from({ length: 60 }, newcomer))
        return asked.push(...answers.filter(({ body }) => body.includes('proof-wanted')))
      })
      .toBeGreaterThan(0)
    expect(String(asked[0]?.headers['set-cookie'])).toMatch(/^holdfast_pass=/)
  })

  test('writes a line about each request, without what anybody asked for', async () => {
    origin = await openHttpServer(
      ({ url }, response) => void (url === '/cut' ? response.destroy() : response.end('in')),
    )
    const { address, log } = await workerWith({
      HOLDFAST_ORIGIN: origin.address,
      HOLDFAST_ORIGIN_RAMP: 'false',
      HOLDFAST_ACCESS_LOG: '-',
    })
    await ask(address, '/a?secret=1', { headers: { ...forProgram.headers, 'cf-connecting-ip': '192.0.2.7' } })
    await ask(address, '/cut', forProgram)
    await expect.poll(() => linesIn(log())).toHaveLength(2)
    const [first, second] = linesIn(log())
    expect(first).toMatchObject({ client: '192.0.2.7', route: 'site', status: 200, ended: 'passed', to: 'origin' })
    expect(first).not.toHaveProperty('bytesOut')
    expect(second).toMatchObject({ status: 503, fault: 'origin-broken', failedIn: 'headers' })
    expect(log()).not.toContain('secret')
  })

  test('carries a story: a page sends its turn, and hears the reply to its end', async () => {
    const backend = await openFakeBackend({ behaviour: { tokens: 5, everyMs: 0 } })
    const server = await runningServer([{ name: 'fake', baseURL: backend.baseURL, model: 'fake' }])
    try {
      const { address } = await workerWith({
        HOLDFAST_ORIGIN_URL: server.address,
        HOLDFAST_STATUS_URL: server.address,
        HOLDFAST_PLACE_KEY: 'a key for this test only',
      })
      const asPage = { 'content-type': 'application/json', origin: address, 'sec-fetch-site': 'same-origin' }
      const chat = { method: 'POST', headers: asPage, body: JSON.stringify({ id: crypto.randomUUID() }) }
      expect(await ask(address, '/api/chats', chat)).toMatchObject({ status: 201 })
      const writer = writerAt(address)
      const { stream } = await writer.send(await writer.newChat(), 'Once')
      const { done, text } = await writer.follow(stream)
      expect(done.reason).toBe('done')
      expect(text.split(' ').length).toBeGreaterThanOrEqual(5)
    } finally {
      await server.stop()
      await backend.close()
    }
  })

  test('needs nothing of Node', async () => {
    await workerWith({})
    const built = readFileSync(join(root, 'dist/worker/holdfast-edge.js'), 'utf8')
    expect(built).not.toMatch(/from\s*["']|\bimport\s*\(|\brequire\(|node:/)
  })

  test('has the names of the settings that it has on Node', async () => {
    const page = readFileSync(join(root, 'docs/operations/edge-on-workers.md'), 'utf8')
    const named = [...page.matchAll(/`(HOLDFAST_\w+)`/g)].map(([, name]) => name)
    expect(named.length).toBeGreaterThan(9)
    const onNode = Object.keys(settings).map(variableOf)
    expect(named.filter((name) => !onNode.some((known) => known === name))).toEqual([])
  })
})
