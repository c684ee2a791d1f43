import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { openHttpServer } from '../../../test/fixtures/http-server.ts'
import { rawServer } from '../../../test/fixtures/raw-server.ts'
import { realClock } from '../../../test/fixtures/real-clock.ts'
import { manualClock } from '../../../test/support/clock.ts'
import { post, resolveBySystem, type SendingMeans } from './send.ts'

const toClose: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0)) await close()
})

async function receiver(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = await openHttpServer(answer)
  toClose.push(server.close)
  return server.address
}

const means: SendingMeans = { clock: realClock, resolve: resolveBySystem, allowsInside: true }
const to = (url: string, its: Partial<SendingMeans> = {}) =>
  post({ url, body: '{}', headers: {} }, { ...means, ...its })

describe('a target', () => {
  test.for([
    [204, { ok: true }],
    [404, { ok: false, error: { why: 'gone', says: 'answered 404' } }],
    [500, { ok: false, error: { why: 'failed', says: 'answered 500' } }],
    [302, { ok: false, error: { why: 'failed', says: 'answered 302: a target must not lead elsewhere' } }],
  ] as const)('that answers %i is understood', async ([status, outcome]) => {
    let visits = 0
    const address = await receiver((_, response) => {
      visits += 1
      response.writeHead(status, { location: '/elsewhere' }).end()
    })
    expect(await to(address)).toMatchObject(outcome)
    expect(visits).toBe(1)
  })

  test('that never answers is given up after 30 s', async () => {
    const clock = manualClock()
    const server = await rawServer(() => undefined)
    toClose.push(server.close)
    const sending = to(server.address, { clock })
    await clock.waiting(1)
    await clock.advance(30_000)
    expect(await sending).toEqual({ ok: false, error: { why: 'failed', says: 'no answer within 30 s' } })
  })

  test('that answers without end costs us nothing more', async () => {
    const address = await receiver((_, response) => {
      response.writeHead(200)
      const flood = setInterval(() => response.write('x'.repeat(10_000)), 1)
      response.on('close', () => clearInterval(flood))
    })
    expect(await to(address)).toEqual({ ok: true, value: null })
  })

  test.for([
    'http://127.0.0.1:80/',
    'http://[::1]/',
    'http://localhost/',
    'http://[::ffff:169.254.169.254]/',
    'http://0x7f.1/',
  ])('%s leads inside, and nothing is sent there', async (url) => {
    const outcome = await to(url, { allowsInside: false })
    expect(outcome).toMatchObject({ ok: false, error: { why: 'refused' } })
  })

  test('of which only one address leads inside is refused all the same', async () => {
    const resolve: SendingMeans['resolve'] = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ]
    expect(await to('http://mixed.example/', { allowsInside: false, resolve })).toEqual({
      ok: false,
      error: { why: 'refused', says: 'mixed.example leads inside, to 10.0.0.1' },
    })
  })

  test('is asked at the address that was looked at, whatever its name says a moment later', async () => {
    let asked = 0
    const address = await receiver((request, response) => {
      expect(request.headers.host).toContain('changing.example')
      response.end()
    })
    const resolve: SendingMeans['resolve'] = async () => {
      asked += 1
      return [{ address: '127.0.0.1', family: 4 }]
    }
    expect(await to(`http://changing.example:${new URL(address).port}/`, { resolve })).toEqual({
      ok: true,
      value: null,
    })
    expect(asked).toBe(1)
  })

  test.for(['ftp://example.org/', 'javascript:alert(1)', 'no address'])('%s is none', async (url) => {
    expect(await to(url)).toMatchObject({ ok: false, error: { why: 'refused' } })
  })

  test('gets the body and the headers as they are', async () => {
    let got = ''
    const address = await receiver((request, response) => {
      request.on('data', (part) => (got += String(part)))
      void once(request, 'end').then(() => {
        got += ` ${String(request.headers['x-holdfast-signature'])}`
        response.end()
      })
    })
    await post({ url: address, body: '{"a":1}', headers: { 'x-holdfast-signature': 'sha256=00' } }, means)
    expect(got).toBe('{"a":1} sha256=00')
  })
})
