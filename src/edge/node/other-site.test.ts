import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, request, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { connect as connectHttp2, constants, type ClientHttp2Session } from 'node:http2'
import { createServer as createSecureServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { problemSchema } from '#protocol/problem.ts'
import { ask, nextPart, open } from '../../../test/fixtures/ask.ts'
import { authority } from '../../../test/fixtures/certificates.ts'
import { closedPort, rawServer } from '../../../test/fixtures/raw-server.ts'
import { edgeSettings, runningEdge, type EdgeUnderTest } from '../../../test/fixtures/running-edge.ts'
import type { EdgeSettings } from '../settings.ts'
import { manualClock, type ManualClock } from '../../../test/support/clock.ts'

const toClose: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close()
})

async function siteEdge(settings: Partial<EdgeSettings>, clock?: ManualClock): Promise<EdgeUnderTest> {
  const edge = await runningEdge({ isOwn: false, ...settings }, clock)
  toClose.push(async () => {
    const stopped = edge.stop()
    await clock?.advance(60_000)
    await stopped
  })
  return edge
}

async function listening(
  server: ReturnType<typeof createServer> | ReturnType<typeof createSecureServer>,
): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  toClose.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('listens on no port')
  return bound.port
}

const site = async (handle: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listening(createServer(handle))}`

const nowhere = async (): Promise<string> => `http://127.0.0.1:${await closedPort()}`

describe('in front of any other site', () => {
  test('every path, name and header is the business of the site', async () => {
    const edge = await siteEdge({
      origin: await site((asked, response) => {
        response.setHeader('content-type', 'text/html')
        response.end(`${asked.method} ${asked.headers.host} ${asked.url}`)
      }),
    })
    for (const path of ['/', '/healthz', '/api/chats', '/assets/../x', '/status?a=b']) {
      const answer = await ask(edge.address, path, { method: 'POST', headers: { host: 'story.example', origin: 'x' } })
      expect(answer).toMatchObject({ status: 200, body: `POST story.example ${path}` })
      expect(answer.headers).not.toHaveProperty('content-security-policy')
    }
  })

  test('the corner of the edge says how it is, and whether the site is there', async () => {
    const edge = await siteEdge({ origin: await site((_, response) => response.writeHead(500).end()) })
    expect((await ask(edge.address, '/__edge/healthz')).body).toContain('"process":"edge"')
    expect((await ask(edge.address, '/__edge/ready/origin')).status).toBe(204)
    expect((await ask(edge.address, '/__edge/ready/origin', { method: 'POST' })).status).toBe(405)
    const before = await siteEdge({ origin: await nowhere() })
    expect((await ask(before.address, '/__edge/ready/origin')).status).toBe(521)
  })

  test('the page claims nothing about a story that it knows nothing of', async () => {
    const edge = await siteEdge({ origin: await nowhere() })
    const answer = await ask(edge.address, '/a', { headers: { accept: 'text/html', host: 'story.example' } })
    expect(answer.body).toContain('story.example</title>')
    expect(answer.body).toContain('Nothing was changed by it.')
    expect(answer.body).not.toContain('Holdfast')
  })

  test('what was sent and got no answer is not called safe', async () => {
    const server = await rawServer((socket) => socket.once('data', () => socket.destroy()))
    toClose.push(server.close)
    const edge = await siteEdge({ origin: server.address })
    const answer = await ask(edge.address, '/buy', { method: 'POST', body: 'one' })
    expect(problemSchema.parse(JSON.parse(answer.body)).kept).toContain('It is not known whether')
  })

  test('behind a CDN that replaces some answers the fault is inside another one', async () => {
    const edge = await siteEdge({ origin: await nowhere(), isBehindCdn: true })
    const answer = await ask(edge.address, '/a')
    expect(answer.status).toBe(503)
    expect(problemSchema.parse(JSON.parse(answer.body))).toMatchObject({
      status: 503,
      number: 521,
      fault: 'origin-refused',
    })
  })

  test('files stand in for a site that is away, marked as such, and programs hear the truth', async () => {
    const shellDir = mkdtempSync(join(tmpdir(), 'stand-in-'))
    writeFileSync(join(shellDir, 'index.html'), 'away for a while')
    const edge = await siteEdge({ origin: await nowhere(), shellDir })
    const page = await ask(edge.address, '/', { headers: { accept: 'text/html' } })
    expect(page).toMatchObject({ status: 200, body: 'away for a while' })
    expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'x-stand-in-for': 'origin-refused' })
    expect((await ask(edge.address, '/other', { headers: { accept: 'text/html' } })).status).toBe(521)
    expect((await ask(edge.address, '/', { headers: { accept: 'application/json' } })).status).toBe(521)
    expect((await ask(edge.address, '/', { method: 'POST' })).status).toBe(521)
  })
})

describe('TLS to the origin', () => {
  const trusted = authority({ name: 'Trusted' })
  const server = trusted.certify({ name: 'inside.test', names: ['inside.test'] })

  test('asks for the name, believes the set authority alone, and shows its own certificate', async () => {
    const seen = Promise.withResolvers<readonly unknown[]>()
    const options = { cert: server.certificate, key: server.key, requestCert: true, ca: trusted.certificate }
    const inside = createSecureServer(options, (asked, response) => {
      if (asked.socket instanceof TLSSocket) {
        seen.resolve([asked.socket.servername, asked.socket.getPeerCertificate().subject.CN])
      }
      response.end('inside')
    })
    const origin = `https://127.0.0.1:${await listening(inside)}`
    const identity = trusted.certify({ name: 'the edge' })
    const originTls = { serverName: 'inside.test', ca: trusted.certificate, identity, isStrict: true }
    const edge = await siteEdge({ origin, originTls })
    expect((await ask(edge.address, '/')).body).toBe('inside')
    expect(await seen.promise).toEqual(['inside.test', 'the edge'])
  })

  test('believes whoever answers where it was told to', async () => {
    const inside = createSecureServer({ cert: server.certificate, key: server.key }, (_, response) =>
      response.end('inside'),
    )
    const origin = `https://127.0.0.1:${await listening(inside)}`
    const originTls = { serverName: null, ca: null, identity: null, isStrict: false }
    expect((await ask((await siteEdge({ origin, originTls })).address, '/')).body).toBe('inside')
  })
})

describe('asking once more', () => {
  test('happens on a new connection when the first was torn before anything was sent, whatever the method', async () => {
    const inside = createSecureServer(insideTls(), (asked, response) => {
      asked.resume()
      asked.on('end', () => response.end('inside'))
    })
    let count = 0
    // Tears the first connection in the handshake, and carries the next ones to the server.
    const flaky = await rawServer((socket) => {
      count += 1
      if (count === 1) socket.once('data', () => socket.resetAndDestroy())
      else inside.emit('connection', socket)
    })
    toClose.push(flaky.close)
    const origin = flaky.address.replace('http:', 'https:')
    const originTls = { serverName: null, ca: null, identity: null, isStrict: false }
    const edge = await siteEdge({ origin, originTls })
    const answer = await ask(edge.address, '/', { method: 'POST', body: 'x'.repeat(200_000) })
    expect(answer).toMatchObject({ status: 200, body: 'inside' })
    expect(count).toBe(2)
  })

  test('never makes more than a tenth of the load, however long it lasts', async () => {
    const server = await rawServer((socket) => socket.once('data', () => socket.resetAndDestroy()))
    toClose.push(server.close)
    // Without the breaker, which would ask it far less than the visitors do.
    const edge = await siteEdge({ origin: server.address, ramp: false })
    const visitors = 200
    for (let i = 0; i < visitors; i++) await ask(edge.address, '/')
    expect(server.connections()).toBeLessThanOrEqual(visitors * 1.1 + 11)
    expect(server.connections()).toBeGreaterThan(visitors)
  })
})

function insideTls(): { cert: string; key: string } {
  const { certificate, key } = authority({ name: 'x' }).certify({ name: 'inside.test', names: ['inside.test'] })
  return { cert: certificate, key }
}

describe('WebSocket and other protocols', () => {
  const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'x' }

  async function calling(address: string): Promise<{ socket?: Duplex; head: IncomingMessage }> {
    const { hostname, port } = new URL(address)
    const asking = request({ host: hostname, port, path: '/live?x', headers: upgrade, agent: false })
    asking.end()
    return new Promise((resolve, reject) => {
      asking.on('error', reject)
      asking.on('response', (head) => resolve({ head }))
      asking.on('upgrade', (head, socket, begun) => {
        socket.unshift(begun)
        toClose.push(() => void socket.destroy())
        resolve({ head, socket })
      })
    })
  }

  async function echoSite(): Promise<string> {
    const server = createServer((_, response) => response.writeHead(426, { x: 'own' }).end('no'))
    server.on('upgrade', (asked, socket) => {
      toClose.push(() => void socket.destroy())
      socket.write(`HTTP/1.1 101 Go\r\nconnection: Upgrade\r\nupgrade: websocket\r\nx-seen: ${asked.url}\r\n\r\nfirst `)
      socket.on('data', (part) => socket.write(`echo ${part.toString()}`))
      socket.on('error', () => socket.destroy())
    })
    return `http://127.0.0.1:${await listening(server)}`
  }

  test('go through in both directions, from the first byte on', async () => {
    const edge = await siteEdge({ origin: await echoSite() })
    const { socket, head } = await calling(edge.address)
    expect(head.headers).toMatchObject({ upgrade: 'websocket', 'x-seen': '/live?x' })
    const heard = gathering(socket)
    await expect.poll(heard).toBe('first ')
    socket?.write('one')
    await expect.poll(heard).toBe('first echo one')
  })

  test('one end that goes takes the other with it', async () => {
    const server = createServer()
    const gone = Promise.withResolvers<void>()
    server.on('upgrade', (_, socket) => {
      socket.write('HTTP/1.1 101 Go\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n')
      socket.on('error', () => socket.destroy())
      socket.on('end', () => {
        socket.end()
        gone.resolve()
      })
      socket.resume()
    })
    const edge = await siteEdge({ origin: `http://127.0.0.1:${await listening(server)}` })
    const { socket } = await calling(edge.address)
    socket?.destroy()
    await gone.promise
  })

  test('a site that says no is heard, and one that is away has its fault', async () => {
    const edge = await siteEdge({
      origin: await site((_, response) => response.writeHead(426, { x: 'own' }).end('no')),
    })
    const { head } = await calling(edge.address)
    expect(head.statusCode).toBe(426)
    expect(head.headers['x']).toBe('own')
    head.resume()
    const before = await siteEdge({ origin: await nowhere() })
    const refused = await calling(before.address)
    expect(refused.head.statusCode).toBe(521)
    expect(problemSchema.parse(JSON.parse(await nextPart(refused.head))).fault).toBe('origin-refused')
  })

  function gathering(socket: Duplex | undefined): () => string {
    let text = ''
    socket?.on('data', (part: Buffer) => (text += part.toString()))
    return () => text
  }
})

describe('HTTP/2 and TLS towards visitors', () => {
  const its = authority({ name: 'Its' })
  const identity = its.certify({ name: 'localhost', names: ['localhost'], addresses: ['127.0.0.1'] })

  function visiting(edge: EdgeUnderTest): ClientHttp2Session {
    const session = connectHttp2(edge.address, { ca: its.certificate })
    session.on('error', () => session.destroy())
    toClose.push(() => session.destroy())
    return session
  }

  interface Heard {
    readonly status: unknown
    readonly body: string
    readonly resetWith: number | undefined
  }

  function hear(session: ClientHttp2Session, headers: Record<string, string>, body?: string): Promise<Heard> {
    const stream = session.request(headers, { endStream: body === undefined })
    if (body !== undefined) stream.end(body)
    return new Promise((resolve) => {
      let status: unknown
      let text = ''
      stream.on('response', (head) => (status = head[':status']))
      stream.on('data', (part: Buffer) => (text += part.toString()))
      stream.on('error', () => stream.close())
      stream.on('close', () => resolve({ status, body: text, resetWith: stream.rstCode }))
    })
  }

  test('requests and answers are those of HTTP/1.1 behind it', async () => {
    const edge = await siteEdge({
      identity,
      origin: await site((asked, response) => {
        let body = ''
        asked.on('data', (part: Buffer) => (body += part.toString()))
        asked.on('end', () => {
          response.setHeader('set-cookie', ['a=1', 'b=2']).setHeader('connection', 'x-hop')
          response.end(`${asked.method} ${asked.headers.host} ${asked.headers['transfer-encoding'] ?? 'no'} ${body}`)
        })
      }),
    })
    const session = visiting(edge)
    const host = new URL(edge.address).host
    expect(await hear(session, { ':path': '/' })).toMatchObject({ status: 200, body: `GET ${host} no ` })
    const posted = await hear(session, { ':path': '/', ':method': 'POST' }, 'body')
    expect(posted).toMatchObject({ status: 200, body: `POST ${host} chunked body` })
  })

  test('faults are the same, and an answer that breaks off is reset, never ended', async () => {
    const cut = await siteEdge({
      identity,
      origin: await site((_, response) => {
        response.writeHead(200, { 'content-length': '100' })
        response.write('half', () => response.destroy())
      }),
    })
    const resetWith = constants.NGHTTP2_INTERNAL_ERROR
    expect(await hear(visiting(cut), { ':path': '/' })).toMatchObject({ status: 200, resetWith })
    const away = await siteEdge({ identity, origin: await nowhere() })
    expect(await hear(visiting(away), { ':path': '/' })).toMatchObject({ status: 521, resetWith: 0 })
  })

  test('at the end visitors are told to go elsewhere, and streams come to theirs', async () => {
    const writing = Promise.withResolvers<ServerResponse>()
    const edge = await runningEdge({
      isOwn: false,
      identity,
      origin: await site((_, response) => {
        response.write('first ')
        writing.resolve(response)
      }),
    })
    const session = visiting(edge)
    const heard = hear(session, { ':path': '/' })
    const response = await writing.promise
    const told = once(session, 'goaway')
    const stopped = edge.stop()
    await told
    response.end('last')
    expect(await heard).toMatchObject({ body: 'first last', resetWith: 0 })
    await stopped
  })
})

describe('other settings without a restart', () => {
  test('streams go on where they were, and whoever comes next meets the new ones', async () => {
    const writing = Promise.withResolvers<ServerResponse>()
    const before = await site((_, response) => {
      response.write('first ')
      writing.resolve(response)
    })
    const edge = await siteEdge({ origin: before })
    const answer = await open(edge.address, '/')
    expect(await nextPart(answer)).toBe('first ')
    const next = edgeSettings({ isOwn: false, origin: await site((_, response) => response.end('new')) })
    expect(edge.reload(next)).toMatchObject({ ok: true })
    expect((await ask(edge.address, '/')).body).toBe('new')
    const response = await writing.promise
    response.end('last')
    expect(await nextPart(answer)).toBe('last')
  })

  test('what cannot change while it runs is refused, and changes nothing', async () => {
    const edge = await siteEdge({ origin: await site((_, response) => response.end('old')) })
    const moved = edge.reload(edgeSettings({ isOwn: false, port: 9 }))
    expect(moved).toMatchObject({ ok: false })
    expect((await ask(edge.address, '/')).body).toBe('old')
  })
})

describe('an event stream in which nothing is said', () => {
  async function streamOf(first: string): Promise<{ clock: ManualClock; answer: IncomingMessage }> {
    const clock = manualClock()
    const origin = await site((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(first)
    })
    const edge = await siteEdge({ origin }, clock)
    const answer = await open(edge.address, '/')
    expect(await nextPart(answer)).toBe(first)
    return { clock, answer }
  }

  test('is kept alive by a comment every 45 seconds', async () => {
    const { clock, answer } = await streamOf('data: whole\n\n')
    for (const _ of [1, 2]) {
      const next = nextPart(answer)
      await clock.advance(45_000)
      expect(await next).toBe(':\n\n')
    }
    answer.destroy()
  })

  test('is left alone inside an event, which a comment would end', async () => {
    const { clock, answer } = await streamOf('data: half')
    let more = ''
    answer.on('data', (part: Buffer) => (more += part.toString()))
    answer.on('error', () => answer.destroy())
    await clock.advance(100_000)
    expect(more).toBe('')
    await clock.advance(900_000)
    await expect.poll(() => answer.destroyed).toBe(true)
    expect(more).toBe('')
  })
})
