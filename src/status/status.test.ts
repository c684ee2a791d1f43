import { createHash } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { healthSchema, type Health } from '#protocol/health.ts'
import { outageHistorySchema } from '#protocol/outages.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { ask } from '../../test/fixtures/ask.ts'
import { keptLog } from '../../test/fixtures/kept-log.ts'
import { rawServer } from '../../test/fixtures/raw-server.ts'
import { runningStatus } from '../../test/support/running-status.ts'
import { Watch } from './watch.ts'

const toClose: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0)) await close()
})

const status = runningStatus

/** Answers every request with one text, whatever was asked. */
async function answering(text: string): Promise<string> {
  const server = await rawServer((socket) => {
    socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`))
  })
  toClose.push(server.close)
  return server.address
}

const healthy = (process: Health['process']): string =>
  JSON.stringify({ process, version: '1.2.3', protocol: 1, state: 'ready', upMs: 90_000 })

describe('the page', () => {
  test('says so when every process answers', async () => {
    const { address } = await status({
      edge: await answering(healthy('edge')),
      server: await answering(healthy('server')),
    })
    const { status: code, body } = await ask(address, '/')
    expect(code).toBe(200)
    expect(body).toContain('>Every process answers</h2>')
    expect(body).toContain('Running for 90 seconds, version 1.2.3.')
    expect(body).toContain('status: works')
  })

  test('stays when the server goes, and says whose side it is, since when, and what was measured', async () => {
    const { address } = await status({ edge: await answering(healthy('edge')) })
    const { body } = await ask(address, '/')
    expect(body).toMatch(/<h1>.*The server does not answer<\/h1>/)
    expect(body).toContain('It is our side, the server.')
    expect(body).toMatch(/Noticed \d+ seconds? ago\./)
    expect(body).toContain('ECONNREFUSED')
    expect(body).toContain('edge: works')
  })

  test('is not taken in by something else that answers in its place', async () => {
    const { address } = await status({ edge: await answering('<html>'), server: await answering(healthy('edge')) })
    const { body } = await ask(address, '/')
    expect(body).toContain('The edge and the server do not answer')
    expect(body).toContain('is not the server process of Holdfast')
  })

  test('asks over TLS where the address says so, and stays when that fails', async () => {
    const plain = await answering(healthy('server'))
    const { address } = await status({ server: plain.replace('http:', 'https:') })
    const { status: code, body } = await ask(address, '/')
    expect(code).toBe(200)
    expect(body).toContain('server: does not answer')
  })

  test('tells a process that is draining from one that is gone', async () => {
    const draining = healthy('server').replace('ready', 'draining')
    const { address } = await status({ edge: await answering(healthy('edge')), server: await answering(draining) })
    expect((await ask(address, '/')).body).toContain('server: is about to restart')
  })

  test('says of a process that only reads what it cannot do, and what was measured', async () => {
    const health: object = JSON.parse(healthy('server'))
    const reading = JSON.stringify({
      ...health,
      state: 'reading',
      fault: 'disk-full',
      because: 'database or disk is full',
    })
    const { address } = await status({ edge: await answering(healthy('edge')), server: await answering(reading) })
    const { body } = await ask(address, '/')
    expect(body).toContain('server: shows what is stored, and can take in nothing new')
    expect(body).toContain('Measured: database or disk is full.')
  })

  test('can be read with nothing beside itself: its policy names the one style it has', async () => {
    const { address } = await status({})
    const { headers, body } = await ask(address, '/')
    const style = /<style>([^]*)<\/style>/.exec(body)?.[1] ?? ''
    expect(headers['content-security-policy']).toContain(createHash('sha256').update(style).digest('base64'))
    expect(body).not.toMatch(/<script(?! src="\/page.js" defer>)|<link rel="(?!alternate)|<img| style="/)
  })
})

test('how long the hops take to answer is measured, and told to programs', async () => {
  const { address } = await status({ edge: await answering(healthy('edge')) })
  const metrics = async (): Promise<string> => (await ask(address, '/metrics')).body
  await expect.poll(metrics).toMatch(/^holdfast_probe_duration_seconds_count\{hop="edge"\} \d+$/m)
})

describe('the status process', () => {
  test('answers for its own health', async () => {
    const { address } = await status({})
    const { body } = await ask(address, '/healthz')
    expect(healthSchema.parse(JSON.parse(body))).toMatchObject({ process: 'status', version: 'test', state: 'ready' })
  })

  test.for([
    ['GET', '/', { host: 'evil.example' }, 421],
    ['POST', '/', { origin: 'https://evil.example' }, 403],
    ['POST', '/', {}, 405],
    ['GET', '/nothing', {}, 404],
  ] as const)('%s %s %o is %i', async ([method, path, headers, code]) => {
    const { address } = await status({})
    expect((await ask(address, path, { method, headers })).status).toBe(code)
  })

  test('a taken port is a sentence that names the setting and the fix', async () => {
    const port = Number(new URL((await status({})).address).port)
    await expect(status({ port })).rejects.toThrow(`\`statusPort\` is ${port}, which another program on this machine`)
  })
})

test('a watch remembers since when, over any number of looks', async () => {
  let now = 0
  let answer: Outcome<Health, string> = ok({ process: 'server', version: '1', protocol: 1, state: 'ready', upMs: 1 })
  const watch = new Watch({ ask: async () => answer, clock: { now: () => now }, log: keptLog() })
  const sinceAt = async (moment: number): Promise<readonly unknown[]> => {
    now = moment
    const server = (await watch.look()).find(({ name }) => name === 'server')
    return [server?.answer.ok, server?.since, server?.lastAnswerAt]
  }
  expect(await sinceAt(10)).toEqual([true, 10, 10])
  expect(await sinceAt(20)).toEqual([true, 10, 20])
  answer = fail('refused')
  expect(await sinceAt(30)).toEqual([false, 30, 20])
  expect(await sinceAt(40)).toEqual([false, 30, 20])
  answer = ok({ process: 'server', version: '1', protocol: 1, state: 'ready', upMs: 1 })
  expect(await sinceAt(50)).toEqual([true, 50, 50])
  expect(watch.history).toEqual({ since: 0, asOf: 50, durationsMs: { edge: [20], server: [20] } })
})

test('an outage that had begun before anybody watched has no length', async () => {
  let answer: Outcome<Health, string> = fail('refused')
  const watch = new Watch({ ask: async () => answer, clock: { now: () => 0 }, log: keptLog() })
  await watch.look()
  answer = ok({ process: 'server', version: '1', protocol: 1, state: 'ready', upMs: 1 })
  await watch.look()
  expect(watch.history.durationsMs.server).toEqual([])
})

test('what was measured is told to whoever asks, such as the edge', async () => {
  const { address } = await status({})
  const { headers, body } = await ask(address, '/outages')
  expect(headers['content-type']).toBe('application/json')
  expect(outageHistorySchema.parse(JSON.parse(body)).durationsMs).toEqual({ edge: [], server: [] })
})
