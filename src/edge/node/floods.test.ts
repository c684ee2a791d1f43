import { afterEach, describe, expect, test } from 'vitest'
import { problemSchema, type Problem } from '#protocol/problem.ts'
import { ask, nextPart, open, type Answered, type Asking } from '../../../test/fixtures/ask.ts'
import { openHttpServer } from '../../../test/fixtures/http-server.ts'
import { nameServer } from '../../../test/fixtures/name-server.ts'
import { believing, runningEdge, usualFloods, type EdgeUnderTest } from '../../../test/fixtures/running-edge.ts'
import { manualClock } from '../../../test/support/clock.ts'
import type { EdgeSettings } from '../settings.ts'

const toClose: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close()
})

/** A site that counts who reaches it. */
async function countingSite(): Promise<{ readonly address: string; readonly asked: string[] }> {
  const asked: string[] = []
  const server = await openHttpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    if (request.url === '/endless') response.write('begun')
    else response.end('here')
  })
  toClose.push(server.close)
  return { address: server.address, asked }
}

const few = { ...usualFloods, requestsPerMinute: 6, repliesPerMinute: 2 }

async function edgeBefore(origin: string, settings: Partial<EdgeSettings> = {}): Promise<EdgeUnderTest> {
  const clock = manualClock()
  const edge = await runningEdge({ isOwn: false, origin, ...believing('127.0.0.1'), floods: few, ...settings }, clock)
  toClose.push(async () => {
    const stopped = edge.stop()
    await clock.advance(60_000)
    await stopped
  })
  return edge
}

const from = (client: string, more: Asking = {}): Asking => ({
  ...more,
  headers: { 'x-forwarded-for': client, accept: 'application/json', 'user-agent': 'test', ...more.headers },
})

const problemOf = ({ body }: Answered): Problem => problemSchema.parse(JSON.parse(body))

describe('an edge to which one client sends more than is taken from one', () => {
  test('says so, with a time, and the origin hears nothing of it', async () => {
    const site = await countingSite()
    const edge = await edgeBefore(site.address)
    const answers: Answered[] = []
    for (let i = 0; i < 20; i++) answers.push(await ask(edge.address, '/', from('198.51.100.7')))
    expect(answers.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 6 }, () => 200),
      ...Array.from({ length: 14 }, () => 429),
    ])
    expect(site.asked).toHaveLength(6)
    const last = answers.at(-1)
    if (last === undefined) throw new Error('there is no answer')
    expect(last.headers['retry-after']).toBe('10')
    expect(problemOf(last)).toMatchObject({ fault: 'too-many-requests', side: 'you', retryAfterMs: 10_000 })
    expect(problemOf(last).because).toContain('6 requests a minute')
  })

  test('takes everybody else as before, also from the next house, and not from the same', async () => {
    const site = await countingSite()
    const edge = await edgeBefore(site.address)
    for (let i = 0; i < 8; i++) await ask(edge.address, '/', from('2001:db8:0:1::1'))
    expect((await ask(edge.address, '/', from('2001:db8:0:1:9::9'))).status).toBe(429)
    expect((await ask(edge.address, '/', from('2001:db8:0:2::1'))).status).toBe(200)
    expect((await ask(edge.address, '/', from('198.51.100.7'))).status).toBe(200)
  })

  test('counts what makes work by itself, so that reading goes on', async () => {
    const site = await countingSite()
    const edge = await edgeBefore(site.address)
    const send = (): Promise<Answered> => ask(edge.address, '/', from('198.51.100.7', { method: 'POST', body: 'x' }))
    expect([(await send()).status, (await send()).status]).toEqual([200, 200])
    const refused = await send()
    expect(problemOf(refused)).toMatchObject({ status: 429, fault: 'too-many-replies', retryAfterMs: 30_000 })
    expect((await ask(edge.address, '/', from('198.51.100.7'))).status).toBe(200)
  })

  test('cuts nothing that runs', async () => {
    const site = await countingSite()
    const edge = await edgeBefore(site.address)
    const running = await open(edge.address, '/endless', from('198.51.100.7'))
    expect(await nextPart(running)).toBe('begun')
    for (let i = 0; i < 8; i++) await ask(edge.address, '/', from('198.51.100.7'))
    expect(running.destroyed).toBe(false)
    running.destroy()
  })

  test('shows a person a page that goes on by itself', async () => {
    const site = await countingSite()
    const edge = await edgeBefore(site.address)
    const asking = from('198.51.100.7', { headers: { accept: 'text/html' } })
    for (let i = 0; i < 6; i++) await ask(edge.address, '/', asking)
    const page = await ask(edge.address, '/', asking)
    expect(page.body).toContain('Too many requests from your address')
    expect(page.body).toContain('data-ready="/__edge/ready/origin"')
  })

  test('logs it once a minute, however many come', async () => {
    const site = await countingSite()
    const edge = await edgeBefore(site.address)
    for (let i = 0; i < 20; i++) await ask(edge.address, '/', from('198.51.100.7'))
    const lines = edge.log.lines.filter(({ event }) => event === 'client refused')
    expect(lines.map(({ fields }) => fields)).toMatchObject([{ client: '198.51.100.7', fault: 'too-many-requests' }])
  })
})

test('what changes the protocol is held to the same', async () => {
  const site = await countingSite()
  const edge = await edgeBefore(site.address)
  for (let i = 0; i < 6; i++) await ask(edge.address, '/', from('198.51.100.7'))
  const upgrade = from('198.51.100.7', { headers: { connection: 'upgrade', upgrade: 'websocket' } })
  expect(problemOf(await ask(edge.address, '/', upgrade))).toMatchObject({ fault: 'too-many-requests' })
})

test('programs on this machine are held to nothing, unless the operator says so', async () => {
  const site = await countingSite()
  const free = await edgeBefore(site.address, believing(''))
  for (let i = 0; i < 10; i++) expect((await ask(free.address, '/')).status).toBe(200)
  const strict = await edgeBefore(site.address, { ...believing(''), floods: { ...few, limitsThisMachine: true } })
  for (let i = 0; i < 6; i++) await ask(strict.address, '/')
  expect((await ask(strict.address, '/')).status).toBe(429)
})

describe('programs', () => {
  test('that claim to be a crawler are looked up, and refused where they are not', async () => {
    const site = await countingSite()
    const dns = await nameServer({ addresses: ['198.51.100.66'], name: 'crawl-66.googlebot.com' })
    toClose.push(dns.close)
    const edge = await edgeBefore(site.address, { floods: { ...usualFloods, botResolver: dns.at } })
    const headers = { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }
    await expect.poll(async () => (await ask(edge.address, '/', from('198.51.100.7', { headers }))).status).toBe(403)
    const impostor = await ask(edge.address, '/', from('198.51.100.7', { headers }))
    expect(problemOf(impostor)).toMatchObject({ fault: 'false-crawler', because: expect.stringContaining('Googlebot') })
    for (let i = 0; i < 10; i++)
      expect((await ask(edge.address, '/', from('198.51.100.66', { headers }))).status).toBe(200)
  })

  test('that do not say what they are may read, and make no work', async () => {
    const site = await countingSite()
    const edge = await edgeBefore(site.address)
    const headers = { 'user-agent': '' }
    expect((await ask(edge.address, '/', from('198.51.100.7', { headers }))).status).toBe(200)
    const refused = await ask(edge.address, '/', from('198.51.100.7', { method: 'POST', headers }))
    expect(problemOf(refused)).toMatchObject({ status: 403, fault: 'nameless-program' })
    expect(site.asked).toEqual(['GET /'])
  })
})
