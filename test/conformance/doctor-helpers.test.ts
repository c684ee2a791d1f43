import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { examine, type ExamineOptions } from '#doctor/examine.ts'
import { judge } from '#doctor/judge.ts'
import { standardPatience } from '#doctor/looking.ts'
import { attemptFrom, collect, greet, listen, nodeSenses, readHost, watchHost } from '#doctor/node.ts'
import type { Outcome } from '#shared/outcome.ts'
import { fullBacklog } from '../fixtures/full-backlog.ts'
import { closedPort, rawServer } from '../fixtures/raw-server.ts'
import { realClock as clock } from '../fixtures/real-clock.ts'

const key = 'a key that both sides have, of enough characters'
const place = { clock, host: '127.0.0.1', port: 0, key }
const senses = nodeSenses({ clock })
const patience = { ...standardPatience, connectMs: 500, readMs: 500, tlsMs: 500, pauseMs: 1 }

const closers: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

/** What runs, to be closed at the end. */
function opened<T extends { readonly close: () => Promise<unknown> | void }>(outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(outcome.error)
  closers.push(outcome.value.close)
  return outcome.value
}

const watching = { clock, key, isThere: () => true, onTrouble: () => undefined }

async function lookAt(port: number, helpers: Partial<ExamineOptions> = {}) {
  const collector = new URL(opened(await collect(place)).address)
  const host: ExamineOptions['host'] = (at) => watchHost({ ...watching, collector, port: at })
  return examine(senses, { url: new URL(`http://127.0.0.1:${port}/`), patience, host, ...helpers })
}

describe('a collector', () => {
  test('sees that nothing listens, and the resets that say so', async () => {
    const seen = await lookAt(await closedPort())
    expect(seen.edge).toMatchObject({ code: 'ECONNREFUSED' })
    expect(seen.host?.counters?.resetsSent).toBeGreaterThan(0)
    expect(
      judge(seen)
        .evidence.map(({ says }) => says)
        .join(),
    ).toContain('Nothing listens at port')
  })

  test('sees what the machine is short of, and what the group of the server may have', async () => {
    const server = await rawServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')),
    )
    closers.push(server.close)
    const { host } = await lookAt(server.port)
    expect(host).toMatchObject({ isServersNetwork: true, group: { version: expect.stringMatching(/^v[12]$/) } })
    for (const percent of Object.values(host?.pressure ?? {})) expect(percent).toBeLessThanOrEqual(100)
  })

  test.skipIf(process.getuid?.() !== 0)('says that the server listens in another network than it sees', async () => {
    const listener = `require('node:net').createServer().listen(8521, '0.0.0.0', () => console.log('up'))`
    const inside = spawn('unshare', ['--net', process.execPath, '-e', listener], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    closers.push(() => void inside.kill('SIGKILL'))
    await once(inside.stdout, 'data')
    const seen = await readHost({ clock, port: 8521, asker: '127.0.0.1' })
    expect(seen).toMatchObject({ isServersNetwork: false })
    expect(judge({ edge: { phase: 'connect', code: 'ECONNREFUSED' }, host: seen }).notes.join()).toContain(
      'run it inside',
    )
  })

  test('sees who listens, with its process and how many files it may have open', async () => {
    const server = await rawServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')),
    )
    closers.push(server.close)
    const { host } = await lookAt(server.port)
    expect(host?.listeners?.find(({ port }) => port === server.port)).toMatchObject({
      address: '127.0.0.1',
      waiting: 0,
    })
    expect(host).toMatchObject({ process: expect.stringMatching(/running|busy/), openFiles: expect.any(Number) })
    expect(host?.fileLimit).toBeGreaterThan(host?.openFiles ?? Infinity)
    expect(host?.diskFreeBytes).toBeGreaterThan(0)
  })

  test('sees a line that is full, so that silence is the server and not the network', async () => {
    const full = await fullBacklog()
    closers.push(full.close)
    const verdict = judge(await lookAt(full.port))
    expect(verdict.code).toBe(522)
    expect(verdict.causes[0]?.id).toBe('accept-queue-full')
  })

  test('sees a server that was stopped where it stands', async () => {
    const program = `const s = require('node:http').createServer((q, r) => r.end('ok')).listen(0, '127.0.0.1', () => console.log(s.address().port))`
    const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
    closers.push(async () => {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    })
    const [port] = await once(child.stdout, 'data')
    child.kill('SIGSTOP')
    const seen = await lookAt(Number(String(port)))
    expect(seen.host).toMatchObject({ process: 'stopped' })
    const verdict = judge(seen)
    expect(verdict).toMatchObject({ code: 524, side: 'server' })
    expect(verdict.causes[0]?.id).toBe('process-stopped')
  })

  test('that is not there is silent, which is evidence of its own', async () => {
    const collector = new URL(`http://127.0.0.1:${await closedPort()}`)
    const host: ExamineOptions['host'] = (port) => watchHost({ ...watching, collector, port })
    const seen = await lookAt(await closedPort(), { host })
    expect(seen.host).toEqual({ isSilent: true })
  })

  test('that is silent at first is asked once more, and counts nothing', async () => {
    const collector = new URL(opened(await collect(place)).address)
    const watch = await watchHost({ ...watching, collector, port: await closedPort(), isThere: () => false })
    expect(watch.isCounting).toBe(false)
    const seen = await watch.end()
    expect(seen).toMatchObject({ listeners: expect.any(Array) })
    expect(seen).not.toHaveProperty('counters')
  })

  test('that refuses is no silent one: nothing is known of its machine, and whoever asks is told why', async () => {
    const collector = new URL(opened(await collect({ ...place, key: 'f'.repeat(64) })).address)
    const trouble: string[] = []
    const onTrouble = (says: string): void => void trouble.push(says)
    const watch = await watchHost({ ...watching, collector, port: await closedPort(), onTrouble })
    expect(await watch.end()).toEqual({})
    expect(trouble).toEqual(Array(2).fill(`${collector.host} does not know the key.`))
  })
})

describe('a second place', () => {
  test('makes the attempt at the same time, at targets that it was told of', async () => {
    const server = await rawServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')),
    )
    closers.push(server.close)
    const service = opened(await listen({ ...place, targets: [`127.0.0.1:${server.port}`], ca: undefined }))
    const trouble: string[] = []
    const asking = {
      clock,
      vantage: new URL(service.address),
      key,
      onTrouble: (says: string) => void trouble.push(says),
    }
    const seen = await lookAt(server.port, { vantage: (asked) => attemptFrom(asked, asking) })
    expect(seen.vantage).toMatchObject({ status: 200, address: '127.0.0.1', port: server.port })
    expect(trouble).toEqual([])
  })

  test('asks nothing else for anybody', async () => {
    const server = await rawServer((socket) => socket.end())
    closers.push(server.close)
    const service = opened(await listen({ ...place, targets: ['192.0.2.1:80'], ca: undefined }))
    const trouble: string[] = []
    const asked = { address: '127.0.0.1', port: server.port, isTls: false, host: 'a.test', path: '/' }
    const onTrouble = (says: string): void => void trouble.push(says)
    expect(await attemptFrom(asked, { clock, vantage: new URL(service.address), key, onTrouble })).toBeUndefined()
    expect(trouble).toEqual([
      `127.0.0.1:${server.port} is no target of this place: name it there with 127.0.0.1:${server.port}.`,
    ])
    expect(server.connections()).toBe(0)
  })
})

describe('the key', () => {
  test('lets in whoever has it, and nobody else', async () => {
    const service = new URL(opened(await collect(place)).address)
    expect(await greet({ clock, service, key })).toEqual({ ok: true, value: 'hello' })
    const stranger = await greet({ clock, service, key: `${key}!` })
    expect(stranger).toMatchObject({
      ok: false,
      error: { isSilent: false, says: `${service.host} does not know the key.` },
    })
  })

  test('is asked of the one who answers, too', async () => {
    const impostor = await rawServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 7\r\nholdfast-seal: 00\r\n\r\n"hello"'))
    })
    closers.push(impostor.close)
    const greeted = await greet({ clock, service: new URL(impostor.address), key })
    expect(greeted).toMatchObject({
      ok: false,
      error: { isSilent: false, says: expect.stringContaining('does not have the key') },
    })
  })

  test('does not open a second time for somebody who listened in', async () => {
    const service = new URL(opened(await collect(place)).address)
    const heard: Buffer[] = []
    const listener = await rawServer((socket) => {
      socket.once('data', (part) => {
        heard.push(part)
        socket.destroy()
      })
    })
    closers.push(listener.close)
    await greet({ clock, service: new URL(listener.address), key })
    const [head = '', body = ''] = Buffer.concat(heard).toString().split('\r\n\r\n')
    const fieldOf = (name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim() ?? ''
    const headers = { 'holdfast-seal': fieldOf('holdfast-seal'), 'holdfast-nonce': fieldOf('holdfast-nonce') }
    expect(await statusOf(new URL('/hello', service), headers, body)).toBe(200)
    expect(await statusOf(new URL('/hello', service), headers, body)).toBe(403)
  })
})

async function statusOf(url: URL, headers: Record<string, string>, body: string): Promise<number | undefined> {
  const asking = request(url, { method: 'POST', headers, agent: false }).end(body)
  const [response] = await once(asking, 'response')
  response.resume()
  return response.statusCode
}
