import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createSocket } from 'node:dgram'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer as createHttpServer, request as httpRequest } from 'node:http'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { boardSchema, type Board, type BoardIncident } from '../../src/protocol/board.ts'
import { openFakeBackend } from '../fixtures/fake-backend/server.ts'
import { openHouse, until, type House } from '../support/house.ts'

// Real processes at default intervals: from the fault to a public and right statement no more than this.
const publicWithinMs = 45_000

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function board(status: string): Promise<Board> {
  return boardSchema.parse(await (await fetch(`${status}/board.json`)).json())
}

async function house(options: Parameters<typeof openHouse>[0] = {}): Promise<House> {
  const opened = await openHouse(options)
  closing.push(() => opened.stop())
  await allWell(opened.status)
  return opened
}

/** Every hop was looked at and found well, so that what comes is told from what was there. */
async function allWell(status: string): Promise<void> {
  await until(async () => {
    const { components, open } = await board(status)
    return components.length >= 3 && open.length === 0 && components.every(({ state }) => state === 'operational')
  })
}

/** Waits for the incident and says how long it took since the fault. */
async function publicAfter(status: string, scene: string, brokeAt: number): Promise<BoardIncident> {
  const incident = await until(async () => (await board(status)).open[0])
  const tookMs = Date.now() - brokeAt
  process.stdout.write(`${scene}: public after ${(tookMs / 1000).toFixed(1)} s: ${incident.title}\n`)
  expect(tookMs).toBeLessThan(publicWithinMs)
  return incident
}

describe('from a fault to what is said of it in public', { timeout: 180_000 }, () => {
  test('the server is killed and stays away', async () => {
    const { status, without } = await house()
    await without('server', async () => {
      const incident = await publicAfter(status, 'server killed', Date.now())
      expect(incident).toMatchObject({ title: 'The server does not answer', side: 'server', impact: 'critical' })
      expect(incident.evidence.join(' ')).toContain('ECONNREFUSED')
      expect(incident.safe).toContain('Everything the server has accepted is stored')
      expect(incident.forecast?.says.length).toBeGreaterThan(0)
      const cause = await until(async () => (await board(status)).open[0]?.cause)
      expect(cause).toMatchObject({ id: expect.any(String) })
    })
    await until(async () => (await board(status)).open[0]?.recoveredAt)
    expect((await board(status)).open).toMatchObject([{ phase: 'monitoring' }])
  })

  test('a back end dies, and another one writes', async () => {
    const [one, two] = [await openFakeBackend(), await openFakeBackend()]
    closing.push(() => two.close())
    const backends = [
      { name: 'one', baseURL: one.baseURL, model: 'fake' },
      { name: 'two', baseURL: two.baseURL, model: 'fake' },
    ]
    const { status } = await house({ backends })
    await one.close()
    const incident = await publicAfter(status, 'back end dead', Date.now())
    expect(incident).toMatchObject({ title: 'The model one does not answer', side: 'model', impact: 'minor' })
    expect(incident.evidence.join(' ')).toContain('ECONNREFUSED')
    const states = (await board(status)).components.map(({ name, state }) => [name, state])
    expect(Object.fromEntries(states)).toMatchObject({ one: 'major_outage', two: 'operational', Server: 'operational' })
  })

  test('the name leads elsewhere', async () => {
    const site = await house()
    const names = await movableNames('127.0.0.1')
    const front = await publicFront(site.edge)
    const { status } = await alone({ edge: `http://story.test:${front}`, resolver: names.at })
    await allWell(status)
    names.lead('127.0.0.9')
    const incident = await publicAfter(status, 'DNS wrong', Date.now())
    expect(incident).toMatchObject({ title: 'The name of the site does not lead to it', side: 'hosting' })
    expect(incident.evidence.join(' ')).toContain('leads to 127.0.0.9')
  })

  test('the monitor itself is cut off: it is blind and says so, and accuses nobody', async () => {
    const site = await house()
    const way = await pluggable(portOf(site.edge))
    const witness = await pluggable(portOf(site.edge))
    const { status } = await alone({ edge: way.address, witness: witness.address.replace('http://', '') })
    await allWell(status)
    const cutAt = Date.now()
    await Promise.all([way.cut(), witness.cut()])
    const blind = await until(async () => (await board(status)).blind)
    process.stdout.write(`monitor cut off: said to be blind after ${((Date.now() - cutAt) / 1000).toFixed(1)} s\n`)
    expect(blind.lastLookAt).toBeLessThanOrEqual(cutAt)
    await until(() => Date.now() - cutAt > publicWithinMs)
    expect(await board(status)).toMatchObject({ open: [], past: [] })
  })

  test('what flaps every 20 seconds is one incident', async () => {
    const site = await house()
    const way = await pluggable(portOf(site.edge))
    const { status } = await alone({ edge: way.address })
    await allWell(status)
    const from = Date.now()
    let cycles = 0
    const flapping = new AbortController()
    const flap = (async () => {
      while (!flapping.signal.aborted) {
        await way.cut()
        await until(() => Date.now() - from > cycles * 20_000 + 10_000)
        await way.mend()
        cycles++
        await until(() => Date.now() - from > cycles * 20_000)
      }
    })()
    await publicAfter(status, 'flapping', from)
    await until(() => cycles >= 3)
    flapping.abort()
    await flap
    const { open, past } = await board(status)
    expect(open.length + past.length).toBe(1)
  })
})

interface Alone {
  readonly edge: string
  readonly witness?: string
  readonly resolver?: string
}

/** `holdfast status --watch`, as another host would run it, which knows nothing but the public address. */
async function alone({ edge, witness = 'none', resolver }: Alone): Promise<{ readonly status: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-status-'))
  const command = new URL('../../bin/holdfast.js', import.meta.url).pathname
  const flags = [
    '--watch',
    edge,
    '--status-port',
    '0',
    '--data-dir',
    join(dataDir, 'data'),
    '--status-witness',
    witness,
  ]
  const names = resolver === undefined ? [] : ['--status-resolver', resolver]
  const child = spawn(process.execPath, [command, 'status', ...flags, ...names], {
    cwd: dataDir,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  closing.push(async () => {
    await ended(child)
    await rm(dataDir, { recursive: true, force: true })
  })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return { status: String(line).split(/\s+/)[1] ?? '' }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

function portOf(address: string): number {
  return Number(new URL(address).port)
}

/** A way to a port that can be cut: then nothing listens there. */
async function pluggable(port: number) {
  const sockets = new Set<Socket>()
  const server: Server = createServer((from) => {
    const to = connect(port, '127.0.0.1')
    for (const socket of [from, to]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    from.pipe(to)
    to.pipe(from)
  })
  const listen = (at: number): Promise<void> => new Promise((resolve) => server.listen(at, '127.0.0.1', resolve))
  await listen(0)
  const bound = server.address()
  const own = typeof bound === 'object' && bound !== null ? bound.port : 0
  const cut = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  onTestFinished(async () => (server.listening ? cut() : undefined))
  return { address: `http://127.0.0.1:${own}`, cut, mend: () => listen(own) }
}

/** What stands before a site of this machine under a public name, as a CDN does. Answers with its port. */
async function publicFront(edge: string): Promise<number> {
  const server = createHttpServer((request, response) => {
    const headers = { ...request.headers, host: new URL(edge).host }
    const onward = httpRequest(new URL(request.url ?? '/', edge), { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const bound = server.address()
  return typeof bound === 'object' && bound !== null ? bound.port : 0
}

/** A name server whose answer can be changed. */
async function movableNames(first: string) {
  let address = first
  const socket = createSocket('udp4')
  socket.on('message', (question, from) => {
    const asked = question.subarray(12, question.indexOf(0, 12) + 5)
    const isForV4 = asked.at(-3) === 1
    const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)])
    const head = Buffer.from([0x81, 0x80, 0, 1, 0, isForV4 ? 1 : 0, 0, 0, 0, 0])
    const answer = Buffer.concat([question.subarray(0, 2), head, asked, ...(isForV4 ? [record] : [])])
    socket.send(answer, from.port, from.address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  onTestFinished(() => void socket.close())
  return { at: `127.0.0.1:${socket.address().port}`, lead: (to: string) => void (address = to) }
}
