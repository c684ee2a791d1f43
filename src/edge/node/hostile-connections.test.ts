import { connect as connectHttp2 } from 'node:http2'
import { afterEach, describe, expect, test } from 'vitest'
import { problemSchema, type Problem } from '#protocol/problem.ts'
import { ask } from '../../../test/fixtures/ask.ts'
import { authority } from '../../../test/fixtures/certificates.ts'
import { openHttpServer } from '../../../test/fixtures/http-server.ts'
import { rawClient, sendRaw, type RawClient } from '../../../test/fixtures/raw-client.ts'
import { runningEdge, usualFloods, type EdgeUnderTest } from '../../../test/fixtures/running-edge.ts'
import { usualClocks } from '../clocks.ts'
import type { EdgeSettings } from '../settings.ts'

const toClose: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close()
})

/** A site that remembers what reached it whole. */
async function countingSite(): Promise<{ readonly address: string; readonly asked: string[] }> {
  const asked: string[] = []
  const server = await openHttpServer((request, response) => {
    request.on('end', () => asked.push(`${request.method} ${request.url}`)).resume()
    request.on('end', () => response.end('here'))
  })
  toClose.push(server.close)
  return { address: server.address, asked }
}

const clocks = { ...usualClocks, bodyMs: 150, drainMs: 1 }
const hurried = { clocks: { ...clocks, headMs: 150 } }
const strict = { ...usualFloods, limitsThisMachine: true, botRules: false }

async function edgeBefore(origin: string, settings: Partial<EdgeSettings> = {}): Promise<EdgeUnderTest> {
  const edge = await runningEdge({ isOwn: false, origin, clocks, floods: strict, ...settings })
  toClose.push(edge.stop)
  return edge
}

async function client(edge: EdgeUnderTest): Promise<RawClient> {
  const made = await rawClient(edge.address)
  toClose.push(() => void made.socket.destroy())
  return made
}

/** The status and the fault of the first answer in what was heard. */
function answerIn(heard: string): Problem {
  const body = heard.slice(heard.indexOf('\r\n\r\n') + 4)
  return problemSchema.parse(JSON.parse(body))
}

describe('what can be read in two ways reaches nobody, and ends the connection with a fault', () => {
  const post = 'POST /a HTTP/1.1\r\nHost: x\r\n'
  const inside = 'GET /inside HTTP/1.1\r\nHost: x\r\n\r\n'
  test.for([
    ['both lengths', `${post}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inside}`],
    [
      'both lengths, the other way round',
      `${post}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${inside}`,
    ],
    ['two lengths', `${post}Content-Length: 0\r\nContent-Length: ${inside.length}\r\n\r\n${inside}`],
    ['the same length twice', `${post}Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd`],
    ['a list of lengths', `${post}Content-Length: 4, 4\r\n\r\nabcd`],
    ['a length with a sign', `${post}Content-Length: +4\r\n\r\nabcd`],
    ['a length that is too long', `${post}Content-Length: 99999999999999999999\r\n\r\nabcd`],
    ['a chunk without a size', `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n${inside}`],
    ['a chunk that ends early', `${post}Transfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n`],
    ['a chunk with bare line feeds', `${post}Transfer-Encoding: chunked\r\n\r\n3\nabc\n0\n\n`],
    ['an unknown coding', `${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${inside}`],
    ['chunked and then something else', `${post}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${inside}`],
    ['a coding in HTTP/1.0', `POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['a space before a colon', 'GET /a HTTP/1.1\r\nHost : x\r\n\r\n'],
    ['a field over two lines', 'GET /a HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n'],
    ['a zero byte', 'GET /a HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n'],
    ['two hosts', 'GET /a HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n'],
    ['a host in the target that is another one', 'GET http://y/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['no version', 'GET /a\r\n\r\n'],
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ] as const)('%s', async ([, text]) => {
    const site = await countingSite()
    const edge = await edgeBefore(site.address)
    const heard = await sendRaw(edge.address, text)
    expect(heard).toMatch(/^HTTP\/1\.1 400 /)
    expect(answerIn(heard)).toMatchObject({ fault: 'request-malformed', because: expect.stringMatching(/\w/) })
    expect(heard.match(/HTTP\/1\.1 /g)).toHaveLength(1)
    expect(site.asked).toEqual([])
  })
})

describe('whoever takes too long', () => {
  test.for([
    ['says nothing', ''],
    ['begins a head', 'GET / HTTP/1.1\r\nHost: x\r\nA: '],
  ] as const)('and %s is told so and let go', async ([, text]) => {
    const site = await countingSite()
    const edge = await edgeBefore(site.address, hurried)
    const heard = await sendRaw(edge.address, text)
    expect(answerIn(heard)).toMatchObject({ status: 408, fault: 'request-too-slow' })
  })

  test('with one byte now and then gains nothing by it', async () => {
    const site = await countingSite()
    const edge = await edgeBefore(site.address, hurried)
    const slow = await client(edge)
    slow.write('GET / HTTP/1.1\r\nHost: x\r\n')
    const dripping = setInterval(() => slow.write('A: b\r\n'), 10)
    await slow.ended
    clearInterval(dripping)
    expect(answerIn(slow.heard())).toMatchObject({ fault: 'request-too-slow' })
    expect(site.asked).toEqual([])
  })

  test('to send a body is told so, and the origin does not take half of it for the whole', async () => {
    const site = await countingSite()
    const edge = await edgeBefore(site.address)
    const slow = await client(edge)
    slow.write('POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nonce')
    const dripping = setInterval(() => slow.write('x'), 20)
    await slow.ended
    clearInterval(dripping)
    const problem = answerIn(slow.heard())
    expect(problem).toMatchObject({ status: 408, fault: 'request-too-slow' })
    expect(problem.because).toMatch(/^\d+ bytes of the body came in 150 ms$/)
    expect(site.asked).toEqual([])
  })

  test('with a body that nobody wants does not hold the connection by it', async () => {
    const site = await countingSite()
    const edge = await edgeBefore(site.address, { isOwn: true })
    const slow = await client(edge)
    slow.write('POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nonce')
    await slow.ended
    expect(slow.heard()).toMatch(/^HTTP\/1\.1 405 /)
  })

  test('while the origin takes nothing is not who is slow', async () => {
    const origin = await openHttpServer((request, response) => {
      setTimeout(() => request.resume(), 600)
      request.on('end', () => response.end('all'))
    })
    toClose.push(origin.close)
    const edge = await edgeBefore(origin.address)
    const answer = await ask(edge.address, '/', { method: 'POST', body: 'x'.repeat(20_000_000) })
    expect(answer).toMatchObject({ status: 200, body: 'all' })
  })
})

describe('whoever sends too much', () => {
  test('in the head is told so', async () => {
    const site = await countingSite()
    const edge = await edgeBefore(site.address)
    const head = `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'a'.repeat(20_000)}\r\n\r\n`
    expect(answerIn(await sendRaw(edge.address, head))).toMatchObject({ status: 431, fault: 'request-head-too-large' })
    const asPerson = head.replace('Cookie', 'Accept: text/html\r\nCookie')
    expect(await sendRaw(edge.address, asPerson)).toContain('<h1>The head of the request is too large</h1>')
    const many = `GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${'a:b\r\n'.repeat(4000)}\r\n`
    expect(answerIn(await sendRaw(edge.address, many))).toMatchObject({ status: 431 })
    expect(site.asked).toEqual([])
  })

  test('and says so beforehand is not let begin', async () => {
    const site = await countingSite()
    const edge = await edgeBefore(site.address, { floods: { ...strict, mostBodyBytes: 1000 } })
    const heard = await sendRaw(edge.address, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n')
    expect(answerIn(heard)).toMatchObject({ status: 413, fault: 'request-body-too-large' })
    expect((await ask(edge.address, '/', { method: 'POST', body: 'x'.repeat(1000) })).status).toBe(200)
    expect(site.asked).toEqual(['POST /'])
  })

  test('and does not say so is stopped where it is too much', async () => {
    const site = await countingSite()
    const edge = await edgeBefore(site.address, { floods: { ...strict, mostBodyBytes: 1000 } })
    const chunk = `258\r\n${'x'.repeat(600)}\r\n`
    const heard = await sendRaw(
      edge.address,
      `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${chunk}`,
    )
    expect(answerIn(heard)).toMatchObject({ status: 413, fault: 'request-body-too-large' })
    expect(site.asked).toEqual([])
  })
})

describe('whoever has too many connections', () => {
  const three = { floods: { ...strict, connections: 3 } }
  const get = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'

  test('is told so on the next one, keeps the others, and may come again when one is closed', async () => {
    const site = await countingSite()
    const edge = await edgeBefore(site.address, three)
    const kept = await Promise.all([client(edge), client(edge), client(edge)])
    const refused = await sendRaw(edge.address, get)
    expect(answerIn(refused)).toMatchObject({ status: 429, fault: 'too-many-connections', retryAfterMs: 2000 })
    expect(answerIn(refused).because).toContain('3 connections')
    kept[0]?.write(get)
    await expect.poll(() => kept[0]?.heard()).toContain('here')
    kept[1]?.socket.destroy()
    await expect.poll(async () => (await ask(edge.address, '/')).status).toBe(200)
  })

  test('and opens them all the same is cut off', async () => {
    const site = await countingSite()
    const edge = await edgeBefore(site.address, three)
    const all: RawClient[] = []
    for (let i = 0; i < 10; i++) all.push(await client(edge))
    await Promise.all(all.slice(6).map(({ ended }) => ended))
    expect(all.map(({ heard }) => heard()).join('')).toBe('')
  })
})

describe('over TLS', () => {
  const its = authority({ name: 'Trusted' }).certify({ name: 'localhost', names: ['localhost'] })
  const identity = { certificate: its.certificate, key: its.key }

  test('one who speaks HTTP/2 is told the same of too many connections and of bodies that are too large', async () => {
    const site = await countingSite()
    const floods = { ...strict, connections: 1, mostBodyBytes: 1000 }
    const edge = await edgeBefore(site.address, { identity, floods })
    const first = connectHttp2(edge.address, { rejectUnauthorized: false })
    toClose.push(() => first.destroy())
    expect(await overHttp2(first, { ':path': '/' })).toMatchObject({ status: 200 })
    const large = await overHttp2(first, { ':path': '/', ':method': 'POST' }, 'x'.repeat(2000))
    expect(JSON.parse(large.body)).toMatchObject({ fault: 'request-body-too-large' })
    const second = connectHttp2(edge.address, { rejectUnauthorized: false })
    toClose.push(() => second.destroy())
    const refused = await overHttp2(second, { ':path': '/' })
    expect(JSON.parse(refused.body)).toMatchObject({ fault: 'too-many-connections' })
  })
})

function overHttp2(
  session: ReturnType<typeof connectHttp2>,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers, { endStream: body === undefined })
    let status = 0
    let heard = ''
    stream.on('response', (head) => (status = head[':status'] ?? 0))
    stream.setEncoding('utf8').on('data', (part: string) => (heard += part))
    stream.on('end', () => resolve({ status, body: heard }))
    stream.on('error', reject)
    if (body !== undefined) stream.end(body)
  })
}
