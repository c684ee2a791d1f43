import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { request, type RequestListener } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { ask, nextPart, open } from '../../../test/fixtures/ask.ts'
import { authority } from '../../../test/fixtures/certificates.ts'
import { openHttpServer } from '../../../test/fixtures/http-server.ts'
import { closedPort, rawServer } from '../../../test/fixtures/raw-server.ts'
import { runningEdge, type EdgeUnderTest } from '../../../test/fixtures/running-edge.ts'
import type { EdgeSettings } from '../settings.ts'

const toClose: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close()
})

async function edgeBefore(handle: RequestListener, settings: Partial<EdgeSettings> = {}): Promise<EdgeUnderTest> {
  const server = await openHttpServer(handle)
  toClose.push(server.close)
  return edgeTo(server.address, settings)
}

async function edgeTo(origin: string, settings: Partial<EdgeSettings> = {}): Promise<EdgeUnderTest> {
  const edge = await runningEdge({ origin, ...settings })
  toClose.push(edge.stop)
  return edge
}

async function theLineOf(edge: EdgeUnderTest): Promise<EdgeUnderTest['accesses'][number]> {
  await expect.poll(() => edge.accesses.length).toBe(1)
  const [line] = edge.accesses
  if (line === undefined) throw new Error('no line')
  return line
}

describe('the access log', () => {
  test('has a line for each request at its end, with its phases and both bodies, and nothing that was written', async () => {
    const edge = await edgeBefore((asked, response) => {
      asked.resume()
      asked.on('end', () => response.end('an answer'))
    })
    const headers = {
      host: 'localhost',
      'x-request-id': 'request-0001',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      'cf-ray': '7f3c2d1e0a9b8c7d-FRA',
      cookie: 'session=a-secret',
    }
    const path = '/api/chats/0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b/turns?key=a-secret'
    await ask(edge.address, path, { method: 'POST', headers, body: 'once upon a time' })
    const line = await theLineOf(edge)
    expect(line).toEqual({
      requestId: 'request-0001',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      ray: '7f3c2d1e0a9b8c7d-FRA',
      client: '127.0.0.1',
      method: 'POST',
      route: 'api',
      path: '/api/chats/*/turns',
      status: 200,
      ended: 'whole',
      fault: undefined,
      failedIn: undefined,
      to: 'origin',
      tookMs: expect.any(Number),
      phasesMs: Object.fromEntries(
        ['dns', 'connect', 'request', 'headers', 'body'].map((phase) => [phase, expect.any(Number)]),
      ),
      bytesIn: 16,
      bytesOut: 9,
    })
    expect(JSON.stringify(line)).not.toMatch(/secret|once upon/)
  })

  test('a connection that was kept costs no dialling', async () => {
    const edge = await edgeBefore((_, response) => response.end('x'))
    await ask(edge.address, '/api/one', { headers: { host: 'localhost' } })
    await ask(edge.address, '/api/two', { headers: { host: 'localhost' } })
    await expect.poll(() => edge.accesses.length).toBe(2)
    expect(Object.keys(edge.accesses[1]?.phasesMs ?? {})).toEqual(['request', 'headers', 'body'])
  })

  test('says the fault that the visitor was told, and how far the way had come', async () => {
    const edge = await edgeTo(`http://127.0.0.1:${await closedPort()}`)
    await ask(edge.address, '/api/chats', { headers: { host: 'localhost' } })
    expect(await theLineOf(edge)).toMatchObject({
      status: 521,
      fault: 'origin-refused',
      failedIn: 'connect',
      ended: 'whole',
      phasesMs: { connect: expect.any(Number) },
    })
  })

  test('an answer that broke off is cut, and one whose reader went is left', async () => {
    const edge = await edgeBefore((asked, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half', () => {
        if (asked.url === '/api/cut') response.destroy()
      })
    })
    await ask(edge.address, '/api/cut', { headers: { host: 'localhost' } })
    expect(await theLineOf(edge)).toMatchObject({ ended: 'cut', fault: 'origin-cut', failedIn: 'body', status: 200 })
    const answer = await open(edge.address, '/api/left', { headers: { host: 'localhost' } })
    await nextPart(answer)
    answer.destroy()
    await expect.poll(() => edge.accesses[1]).toMatchObject({ ended: 'left', fault: undefined, bytesOut: 4 })
  })

  test('a visitor who goes before there is an answer has no status', async () => {
    const arrived = Promise.withResolvers<void>()
    const edge = await edgeBefore(() => arrived.resolve())
    const asking = request(`${edge.address}/api/chats`, { agent: false })
    asking.on('error', () => undefined)
    asking.end()
    await arrived.promise
    asking.destroy()
    expect(await theLineOf(edge)).toMatchObject({ ended: 'left', status: undefined, route: 'api' })
  })

  test('what the edge answers or refuses by itself went to nobody', async () => {
    const edge = await edgeTo('http://127.0.0.1:9')
    await ask(edge.address, '/healthz', { headers: { host: 'localhost' } })
    await ask(edge.address, '/healthz', { headers: { host: 'evil.example' } })
    await expect.poll(() => edge.accesses.length).toBe(2)
    expect(edge.accesses[0]).toMatchObject({ route: 'edge', to: undefined, status: 200, phasesMs: {} })
    expect(edge.accesses[1]).toMatchObject({ route: 'refused', to: undefined, fault: expect.any(String) })
  })

  test('HTTP/2 is written down alike', async () => {
    const its = authority({ name: 'Its' })
    const identity = its.certify({ name: 'localhost', names: ['localhost'], addresses: ['127.0.0.1'] })
    const edge = await edgeBefore((_, response) => response.end('an answer'), { identity, isOwn: false })
    const session = connectHttp2(edge.address, { ca: its.certificate })
    const stream = session.request({ ':path': '/there?a=b' })
    stream.resume()
    await once(stream, 'end')
    session.destroy()
    expect(await theLineOf(edge)).toMatchObject({
      route: 'site',
      path: '/there',
      client: '127.0.0.1',
      status: 200,
      ended: 'whole',
      bytesOut: 9,
    })
  })

  test('a connection that went over to another protocol has its line when it ends, with the bytes of both ways', async () => {
    const site = await rawServer((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n')
        socket.pipe(socket)
      }),
    )
    toClose.push(site.close)
    const edge = await edgeTo(site.address, { isOwn: false })
    const { hostname, port } = new URL(edge.address)
    const socket = connect(Number(port), hostname)
    socket.write('GET /talk HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n')
    await once(socket, 'data')
    socket.write('hello')
    await once(socket, 'data')
    socket.end()
    expect(await theLineOf(edge)).toMatchObject({ route: 'site', status: 101, to: 'origin', bytesIn: 5, bytesOut: 5 })
  })
})
