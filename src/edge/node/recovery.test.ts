import { once } from 'node:events'
import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import { problemSchema } from '#protocol/problem.ts'
import { ask, type Answered } from '../../../test/fixtures/ask.ts'
import { openHttpServer } from '../../../test/fixtures/http-server.ts'
import { rawServer } from '../../../test/fixtures/raw-server.ts'
import { runningEdge, type EdgeUnderTest } from '../../../test/fixtures/running-edge.ts'
import { manualClock, type ManualClock } from '../../../test/support/clock.ts'

const toClose: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close()
})

/** The first requests that an edge lets through at once after its start. */
const first = 16

/** A site that answers when it is told to. */
async function hesitantSite(): Promise<{ readonly address: string; readonly asked: ServerResponse[] }> {
  const asked: ServerResponse[] = []
  const server = await openHttpServer((_, response) => void asked.push(response))
  toClose.push(server.close)
  return { address: server.address, asked }
}

async function edgeBefore(origin: string, clock: ManualClock, placeKey: string | null = null): Promise<EdgeUnderTest> {
  const edge = await runningEdge({ isOwn: false, origin, placeKey }, clock)
  toClose.push(async () => {
    const stopped = edge.stop()
    await clock.advance(60_000)
    await stopped
  })
  return edge
}

const cookieOf = (answer: Answered): string => answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''

async function full(edge: EdgeUnderTest, asked: readonly ServerResponse[]): Promise<void> {
  const before = asked.length
  for (let i = 0; i < first; i++) void ask(edge.address, `/page`).catch(() => undefined)
  await expect.poll(() => asked.length).toBe(before + first)
}

/** Asks at an edge whose patience runs out at once. */
async function impatiently(
  edge: EdgeUnderTest,
  clock: ManualClock,
  headers: Readonly<Record<string, string>>,
): Promise<Answered> {
  return untilAnswered(clock, ask(edge.address, '/page', { headers }))
}

async function untilAnswered<T>(clock: ManualClock, asking: Promise<T>): Promise<T> {
  let isAnswered = false
  const noted = asking.finally(() => (isAnswered = true))
  await expect
    .poll(async () => {
      await clock.advance(1000)
      return isAnswered
    })
    .toBe(true)
  return noted
}

describe('an edge before a site that is down', () => {
  test('asks it now and then, however many come, and says all the same to each', async () => {
    const site = await rawServer((socket) => socket.once('data', () => socket.resetAndDestroy()))
    toClose.push(site.close)
    const edge = await edgeBefore(site.address, manualClock())
    const answers = []
    for (let i = 0; i < 50; i++) answers.push(await ask(edge.address, '/'))
    expect(site.connections()).toBeLessThanOrEqual(8)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([520]))
    const problem = problemSchema.parse(JSON.parse(answers.at(-1)?.body ?? ''))
    expect(problem).toMatchObject({ fault: 'origin-reset', retryAfterMs: expect.any(Number) })
    expect(problem.because).toContain('it was not this one')
  })
})

describe('an edge before a site that has as much as it can carry', () => {
  test('gives a place to whoever comes, and keeps it over its own restart', async () => {
    const clock = manualClock()
    const { address, asked } = await hesitantSite()
    const key = 'a key that both edges have'
    const one = await edgeBefore(address, clock, key)
    await full(one, asked)
    const waits = await impatiently(one, clock, { accept: 'application/json' })
    expect(waits.status).toBe(503)
    expect(JSON.parse(waits.body)).toMatchObject({ place: 1, cfWaitingRoom: { inWaitingRoom: true } })
    const other = await edgeBefore(address, clock, key)
    await full(other, asked)
    await impatiently(other, clock, {})
    const again = await impatiently(other, clock, { cookie: cookieOf(waits) })
    expect(JSON.parse(again.body)).toMatchObject({ place: 1 })
    expect(asked).toHaveLength(2 * first)
  })

  test('shows a person where they stand, and tells their page when to go on', async () => {
    const clock = manualClock()
    const { address, asked } = await hesitantSite()
    const edge = await edgeBefore(address, clock)
    await full(edge, asked)
    const page = await impatiently(edge, clock, { accept: 'text/html' })
    expect(page.headers['content-type']).toContain('text/html')
    expect(page.body).toContain('You are in line')
    const cookie = cookieOf(page)
    const looking = ask(edge.address, '/__edge/place', { headers: { cookie } })
    for (const response of asked) response.end()
    const turn = await looking
    expect(turn.status).toBe(204)
    const going = ask(edge.address, '/page', { headers: { cookie: cookieOf(turn) } })
    await expect.poll(() => asked.length).toBe(first + 1)
    asked.at(-1)?.end('inside')
    expect((await going).body).toBe('inside')
  })

  test('lets in whoever is inside before those who want in', async () => {
    const clock = manualClock()
    const { address, asked } = await hesitantSite()
    const edge = await edgeBefore(address, clock)
    const coming = ask(edge.address, '/page')
    await expect.poll(() => asked.length).toBe(1)
    asked[0]?.setHeader('cache-control', 'public, max-age=60').end('in')
    const inside = await coming
    expect(inside.headers['cache-control']).toBe('private, no-cache')
    await full(edge, asked)
    const newcomer = await impatiently(edge, clock, {})
    const insider = await impatiently(edge, clock, { cookie: cookieOf(inside) })
    expect([newcomer, insider].map(({ body }) => JSON.parse(body).place)).toEqual([1, 1])
    const newcomerAgain = await impatiently(edge, clock, { cookie: cookieOf(newcomer) })
    expect(JSON.parse(newcomerAgain.body)).toMatchObject({ place: 2 })
  })
})

describe('an upgrade to another protocol passes the gate like any request', () => {
  /** A site that goes over to another protocol at once, and answers other requests never. */
  async function talkingSite(): Promise<{ readonly address: string; readonly asked: ServerResponse[] }> {
    const asked: ServerResponse[] = []
    const server = createServer((_, response) => void asked.push(response))
    server.on('upgrade', (_, socket: Duplex) => {
      toClose.push(() => void socket.destroy())
      socket.on('error', () => socket.destroy())
      socket.write('HTTP/1.1 101 Go\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    toClose.push(() => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    })
    const bound = server.address()
    if (bound === null || typeof bound === 'string') throw new Error('listens on no port')
    return { address: `http://127.0.0.1:${bound.port}`, asked }
  }

  interface Called {
    readonly status: number | undefined
    readonly headers: IncomingHttpHeaders
    readonly body: string
  }

  async function call(address: string, headers: Readonly<Record<string, string>> = {}): Promise<Called> {
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket', ...headers }
    const asking = request(`${address}/live`, { headers: upgrade, agent: false })
    asking.end()
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      asking.on('error', reject)
      asking.on('response', resolve)
      asking.on('upgrade', (head, socket) => {
        toClose.push(() => void socket.destroy())
        resolve(head)
      })
    })
    let body = ''
    if (answer.statusCode !== 101) {
      answer.on('data', (part: Buffer) => (body += part.toString()))
      await once(answer, 'end')
    }
    return { status: answer.statusCode, headers: answer.headers, body }
  }

  const placeOf = ({ headers }: Called): string => headers['set-cookie']?.[0]?.split(';')[0] ?? ''

  test('it gets the place of whoever is inside, and brings it along the next time', async () => {
    const { address } = await talkingSite()
    const edge = await edgeBefore(address, manualClock())
    const before = await call(edge.address)
    expect(before.status).toBe(101)
    expect(placeOf(before)).toMatch(/^holdfast_place=1\..*\.in\./)
    const again = await call(edge.address, { cookie: placeOf(before) })
    expect(again.status).toBe(101)
    expect(again.headers['set-cookie']).toBeUndefined()
  })

  test('it is told its place in line, and keeps it', async () => {
    const clock = manualClock()
    const { address, asked } = await talkingSite()
    const edge = await edgeBefore(address, clock)
    await full(edge, asked)
    const waits = await untilAnswered(clock, call(edge.address))
    expect(waits.status).toBe(503)
    expect(JSON.parse(waits.body)).toMatchObject({ place: 1 })
    await impatiently(edge, clock, {})
    const again = await untilAnswered(clock, call(edge.address, { cookie: placeOf(waits) }))
    expect(JSON.parse(again.body)).toMatchObject({ place: 1 })
  })
})
