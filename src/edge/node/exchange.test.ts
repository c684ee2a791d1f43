import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { problemSchema } from '#protocol/problem.ts'
import { ask, nextPart, open } from '../../../test/fixtures/ask.ts'
import { openHttpServer } from '../../../test/fixtures/http-server.ts'
import { closedPort, rawServer, type RawServer } from '../../../test/fixtures/raw-server.ts'
import { runningEdge, type EdgeUnderTest } from '../../../test/fixtures/running-edge.ts'
import { manualClock, type ManualClock } from '../../../test/support/clock.ts'

const toClose: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close()
})

async function edgeTo(origin: string, clock?: ManualClock, status?: string): Promise<EdgeUnderTest> {
  const edge = await runningEdge({ origin, ...(status === undefined ? {} : { status }) }, clock)
  toClose.push(() => stopNow(edge, clock))
  return edge
}

/** A test that has seen what it wanted need not wait for streams to end. */
async function stopNow(edge: EdgeUnderTest, clock: ManualClock | undefined): Promise<void> {
  const stopped = edge.stop()
  await clock?.advance(60_000)
  await stopped
}

async function serving(handle: RequestListener): Promise<string> {
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  toClose.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('listens on no port')
  return `http://127.0.0.1:${bound.port}`
}

async function raw(onConnection: Parameters<typeof rawServer>[0]): Promise<RawServer> {
  const server = await rawServer(onConnection)
  toClose.push(server.close)
  return server
}

describe('what goes through', () => {
  test('a stream arrives piece by piece, and its head before its first piece', async () => {
    const writing = Promise.withResolvers<ServerResponse>()
    const edge = await edgeTo(
      await serving((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
        writing.resolve(response)
      }),
    )
    const answer = await open(edge.address, '/v1/stream/x?offset=-1&live=sse')
    expect(answer.headers['content-type']).toBe('text/event-stream')
    const response = await writing.promise
    for (const piece of ['data: one\n\n', 'data: two\n\n']) {
      response.write(piece)
      expect(await nextPart(answer)).toBe(piece)
    }
    response.end()
    answer.resume()
    await once(answer, 'end')
    expect(answer.complete).toBe(true)
  })

  test('a body goes up piece by piece', async () => {
    const arriving = Promise.withResolvers<IncomingMessage>()
    const edge = await edgeTo(
      await serving((asked, response) => {
        arriving.resolve(asked)
        asked.on('end', () => response.end('done'))
      }),
    )
    const asking = request(`${edge.address}/v1/stream/x`, { method: 'POST', agent: false })
    asking.write('first')
    const asked = await arriving.promise
    expect(await nextPart(asked)).toBe('first')
    asking.end('last')
    expect(await nextPart(asked)).toBe('last')
    asked.resume()
    const [answer]: IncomingMessage[] = await once(asking, 'response')
    expect(answer?.statusCode).toBe(200)
    answer?.resume()
  })

  test('path, query, method, body and the host that was asked go on unchanged; the way here is told by the edge', async () => {
    const edge = await edgeTo(
      await serving((asked, response) => {
        const parts: Buffer[] = []
        asked.on('data', (part: Buffer) => parts.push(part))
        const { method, url, headers } = asked
        asked.on('end', () => {
          response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(parts).toString() }))
        })
      }),
    )
    const answer = await ask(edge.address, '/api/chats?before=%2F&x=1', {
      method: 'PATCH',
      body: '{"a":1}',
      headers: { host: 'localhost:8521', 'x-forwarded-for': '6.6.6.6', 'x-request-id': 'tab-12345678', te: 'trailers' },
    })
    expect(JSON.parse(answer.body)).toMatchObject({
      method: 'PATCH',
      url: '/api/chats?before=%2F&x=1',
      body: '{"a":1}',
      headers: { host: 'localhost:8521', 'x-forwarded-for': '127.0.0.1', 'x-request-id': 'tab-12345678' },
    })
    expect(JSON.parse(answer.body).headers).not.toHaveProperty('te')
    expect(answer.headers).toMatchObject({ 'x-request-id': 'tab-12345678', 'x-content-type-options': 'nosniff' })
  })

  test('the place of the status process at the edge is not its own', async () => {
    const status = await serving((asked, response) =>
      response.end(`${asked.url} under ${String(asked.headers['x-forwarded-prefix'])}`),
    )
    const edge = await edgeTo('http://127.0.0.1:9', undefined, status)
    for (const [path, seen] of Object.entries({ '/status': '/', '/status/': '/', '/status/a?b': '/a?b' })) {
      const headers = { host: 'localhost', 'x-forwarded-prefix': '/made-up' }
      expect((await ask(edge.address, path, { headers })).body).toBe(`${seen} under /status`)
    }
  })

  test('a reader who does not read holds the writer back instead of filling memory', async () => {
    const piece = Buffer.alloc(256 * 1024, 'x')
    const pieces = 400
    const state = { written: 0 }
    const blocked = Promise.withResolvers<void>()
    const edge = await edgeTo(
      await serving((_, response) => {
        const write = (): void => {
          while (state.written < pieces) {
            state.written += 1
            if (!response.write(piece)) {
              blocked.resolve()
              response.once('drain', write)
              return
            }
          }
          response.end()
        }
        write()
      }),
    )
    const answer = await open(edge.address, '/v1/stream/x')
    await blocked.promise
    // The kernel's buffers on both connections fill first. When the writer has stood still for many turns of the loop, it is held.
    let before = -1
    for (let still = 0; still < 200; still = before === state.written ? still + 1 : 0) {
      before = state.written
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(state.written).toBeLessThan(pieces)
    let sizeBytes = 0
    for await (const part of answer) sizeBytes += Buffer.from(part).length
    expect(sizeBytes).toBe(pieces * piece.length)
  })

  test('an answer before the end of a long upload reaches the one who uploads', async () => {
    const edge = await edgeTo(
      await serving((_, response) => {
        response.writeHead(413, { connection: 'close', 'content-type': 'text/plain' })
        response.end('too large')
      }),
    )
    const asking = request(`${edge.address}/api/chats`, { method: 'POST', agent: false })
    asking.on('error', () => asking.destroy())
    asking.write('x'.repeat(1000))
    const [answer]: IncomingMessage[] = await once(asking, 'response')
    expect(answer?.statusCode).toBe(413)
    asking.destroy()
  })
})

describe('a server that is not well', () => {
  test('refusing is answered at once, as 521, for a program with everything that it needs', async () => {
    const port = await closedPort()
    const edge = await edgeTo(`http://127.0.0.1:${port}`)
    const answer = await ask(edge.address, '/api/chats')
    expect(answer.status).toBe(521)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'retry-after': '1',
    })
    const document = problemSchema.parse(JSON.parse(answer.body))
    expect(document).toMatchObject({ fault: 'origin-refused', side: 'server', status: 521, instance: '/api/chats' })
    expect(document.because).toContain(`127.0.0.1:${port}`)
    expect(document.because).toContain('ECONNREFUSED')
    expect(document.requestId).toBe(answer.headers['x-request-id'])
    expect(document.retryAfterMs).toBeGreaterThan(0)
  })

  test('refusing is a page for a person', async () => {
    const edge = await edgeTo(`http://127.0.0.1:${await closedPort()}`)
    const answer = await ask(edge.address, '/api/chats', { headers: { accept: 'text/html,*/*;q=0.8' } })
    expect(answer.status).toBe(521)
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(answer.body).toContain('The server is not accepting connections')
  })

  test('a body that was on its way up does not keep the answer back', async () => {
    const edge = await edgeTo(`http://127.0.0.1:${await closedPort()}`)
    const answer = await ask(edge.address, '/api/chats', { method: 'POST', body: 'x'.repeat(3_000_000) })
    expect(answer.status).toBe(521)
  })

  test.for([
    { name: 'resets every connection', act: 'reset', fault: 'origin-reset' },
    { name: 'closes without a word', act: 'close', fault: 'origin-empty' },
    { name: 'speaks something else than HTTP', act: 'SSH-2.0-nothing\r\n', fault: 'origin-garbled' },
    {
      name: 'answers with a status that is none',
      act: 'HTTP/1.1 099 No\r\ncontent-length: 2\r\n\r\nok',
      fault: 'origin-garbled',
    },
    {
      name: 'changes the protocol unasked',
      act: 'HTTP/1.1 101 Go\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
      fault: 'origin-garbled',
    },
    {
      name: 'sends a head without end',
      act: `HTTP/1.1 200 OK\r\nset-cookie: ${'x'.repeat(140_000)}`,
      fault: 'origin-headers-too-large',
    },
  ])('one that $name is 520 ($fault)', async ({ act, fault }) => {
    const server = await raw((socket) => {
      socket.once('data', () => {
        if (act === 'reset') socket.resetAndDestroy()
        else if (act === 'close') socket.destroy()
        else socket.write(act)
      })
    })
    const edge = await edgeTo(server.address)
    for (const method of ['GET', 'POST']) {
      const answer = await ask(edge.address, '/api/chats', { method, headers: { 'content-length': 0 } })
      expect(answer.status).toBe(520)
      expect(problemSchema.parse(JSON.parse(answer.body)).fault).toBe(fault)
    }
  })

  test('one that takes the request and says nothing is 524 when the time is up', async () => {
    const clock = manualClock()
    const taken = Promise.withResolvers<void>()
    const server = await raw((socket) => socket.once('data', () => taken.resolve()))
    const edge = await edgeTo(server.address, clock)
    const seen: number[] = []
    const answered = ask(edge.address, '/api/chats').then(({ status }) => seen.push(status))
    await taken.promise
    const takenAt = clock.now()
    while (seen.length === 0) await clock.advance(1000)
    await answered
    expect(seen).toEqual([524])
    expect(clock.now() - takenAt).toBeGreaterThanOrEqual(100_000)
  })

  test('one whose words behind the status cannot be passed on is heard all the same', async () => {
    const server = await raw((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 a\u0001b\r\ncontent-length: 2\r\n\r\nok'))
    })
    const edge = await edgeTo(server.address)
    expect(await ask(edge.address, '/api/chats')).toMatchObject({ status: 200, body: 'ok' })
  })

  test('one that breaks off in the middle breaks off for the reader too: half an answer never looks whole', async () => {
    const heads = ['transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n', 'content-length: 100\r\n\r\nhalf']
    for (const act of ['reset', 'close', 'garble'] as const) {
      for (const head of heads) {
        const server = await raw((socket) => {
          socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\n${head}`))
          readers.push(() => {
            if (act === 'reset') socket.resetAndDestroy()
            else if (act === 'close' || head.startsWith('content-length')) socket.end()
            else socket.write('zz\r\n')
          })
        })
        const readers: (() => void)[] = []
        const edge = await edgeTo(server.address)
        const answer = await open(edge.address, '/v1/stream/x')
        expect(await nextPart(answer)).toBe('half')
        for (const breakOff of readers) breakOff()
        answer.resume()
        await expect(once(answer, 'end'), `${act} ${head}`).rejects.toThrow('aborted')
        expect(answer.complete).toBe(false)
      }
    }
  })

  test('for a reader on HTTP/1.0, where the end of the connection is the end of the body, breaking off is a reset', async () => {
    const server = await raw((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'))
      sockets.push(() => socket.end())
    })
    const sockets: (() => void)[] = []
    const edge = await edgeTo(server.address)
    const { hostname, port } = new URL(edge.address)
    const reader = connect(Number(port), hostname)
    reader.write(`GET /v1/stream/x HTTP/1.0\r\nhost: ${hostname}\r\n\r\n`)
    let seen = ''
    const ended = new Promise<string>((resolve) => {
      reader.on('error', (error) => resolve(error.message))
      reader.on('end', () => resolve('a clean end'))
    })
    reader.on('data', (part: Buffer) => {
      seen += part.toString()
      if (seen.endsWith('half')) for (const breakOff of sockets) breakOff()
    })
    expect(await ended).toContain('ECONNRESET')
  })

  test('one whose name leads nowhere is 530', async () => {
    const edge = await edgeTo('http://nowhere.invalid:80')
    const answer = await ask(edge.address, '/api/chats')
    expect(answer.status).toBe(530)
    expect(problemSchema.parse(JSON.parse(answer.body)).fault).toBe('origin-unresolved')
  })

  test('what the server itself says about its state goes through untouched', async () => {
    const edge = await edgeTo(
      await serving((_, response) => response.writeHead(503, { 'x-own': 'yes' }).end('{"fault":"server-draining"}')),
    )
    const answer = await ask(edge.address, '/api/chats')
    expect(answer).toMatchObject({ status: 503, body: '{"fault":"server-draining"}', headers: { 'x-own': 'yes' } })
  })

  test('a status process that is gone is not called a server that is gone', async () => {
    const edge = await edgeTo(`http://127.0.0.1:${await closedPort()}`)
    const answer = await ask(edge.address, '/status')
    expect(problemSchema.parse(JSON.parse(answer.body)).fault).toBe('status-unreachable')
  })
})

describe('a kept connection that the server closes under a request', () => {
  /** Answers the first request on a connection and resets the second; new connections are well again. */
  const forgetful = (): Promise<RawServer> =>
    raw((socket, count) => {
      let requests = 0
      socket.on('data', () => {
        requests += 1
        if (requests > 1 && count === 1) socket.resetAndDestroy()
        else socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n${count}`)
      })
    })

  test.for(['GET', 'HEAD', 'DELETE', 'OPTIONS'])('is tried once more on a new one for %s', async (method) => {
    const server = await forgetful()
    const edge = await edgeTo(server.address)
    expect((await ask(edge.address, '/api/chats')).body).toBe('1')
    expect((await ask(edge.address, '/api/chats', { method })).status).toBe(200)
    expect(server.connections()).toBe(2)
  })

  test('is a fault for what must not be carried out twice', async () => {
    const server = await forgetful()
    const edge = await edgeTo(server.address)
    await ask(edge.address, '/api/chats')
    const answer = await ask(edge.address, '/api/chats', { method: 'POST', body: '{}' })
    expect(answer.status).toBe(520)
    expect(server.connections()).toBe(1)
  })

  test('is tried again no more than once', async () => {
    const server = await raw((socket, count) => {
      let requests = 0
      socket.on('data', () => {
        requests += 1
        if (requests > 1 || count > 1) socket.resetAndDestroy()
        else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n1')
      })
    })
    const edge = await edgeTo(server.address)
    await ask(edge.address, '/api/chats')
    expect((await ask(edge.address, '/api/chats')).status).toBe(520)
    expect(server.connections()).toBe(2)
  })
})

describe('a visitor who leaves', () => {
  test('ends the reading behind the edge', async () => {
    const left = Promise.withResolvers<void>()
    const edge = await edgeTo(
      await serving((_, response) => {
        response.on('close', () => left.resolve())
        response.write('data: first\n\n')
      }),
    )
    const answer = await open(edge.address, '/v1/stream/x?live=sse')
    await nextPart(answer)
    answer.destroy()
    await left.promise
  })

  test('does not end a turn that has been sent', async () => {
    const asked = Promise.withResolvers<ServerResponse>()
    const edge = await edgeTo(
      await serving((incoming, response) => {
        incoming.resume()
        incoming.on('end', () => asked.resolve(response))
      }),
    )
    const asking = request(`${edge.address}/api/chats/x/turns`, { method: 'POST', agent: false })
    asking.on('error', () => asking.destroy())
    asking.end('{"text":"keep me"}')
    const response = await asked.promise
    asking.destroy()
    // The edge has noticed when it lets the next one in; everything it does about it is done by then.
    await ask(edge.address, '/healthz')
    // More than all buffers on the way hold: it must be read to the end, with nobody there.
    response.end(Buffer.alloc(20_000_000, 'a'))
    await once(response, 'close')
    expect(response.writableFinished).toBe(true)
  })

  test('does not leave a question open for ever at a server that never answers', async () => {
    const clock = manualClock()
    const taken = Promise.withResolvers<void>()
    const ended = Promise.withResolvers<void>()
    const server = await raw((socket) => {
      socket.once('data', () => taken.resolve())
      socket.on('close', () => ended.resolve())
    })
    const edge = await edgeTo(server.address, clock)
    const asking = request(`${edge.address}/api/chats`, { method: 'POST', agent: false })
    asking.on('error', () => asking.destroy())
    asking.end('{}')
    await taken.promise
    asking.destroy()
    await ask(edge.address, '/healthz')
    await clock.advance(100_000)
    await ended.promise
  })

  test('in the middle of a body leaves no whole request behind', async () => {
    const broken = Promise.withResolvers<boolean>()
    const begun = Promise.withResolvers<void>()
    const edge = await edgeTo(
      await serving((incoming) => {
        incoming.on('data', () => begun.resolve())
        incoming.on('end', () => broken.resolve(false))
        incoming.on('error', () => broken.resolve(true))
      }),
    )
    const asking = request(`${edge.address}/api/chats`, { method: 'POST', agent: false })
    asking.on('error', () => asking.destroy())
    asking.write('{"half":')
    await begun.promise
    asking.destroy()
    expect(await broken.promise).toBe(true)
  })
})

describe('the end of the edge', () => {
  test('a stream under way comes to its end, and nobody new is let in', async () => {
    const writing = Promise.withResolvers<ServerResponse>()
    const edge = await runningEdge({
      origin: await serving((_, response) => {
        response.write('first')
        writing.resolve(response)
      }),
    })
    const answer = await open(edge.address, '/v1/stream/x')
    expect(await nextPart(answer)).toBe('first')
    const stopped = edge.stop()
    await expect(ask(edge.address, '/healthz')).rejects.toThrow('ECONNREFUSED')
    const response = await writing.promise
    response.end('last')
    expect(await nextPart(answer)).toBe('last')
    answer.resume()
    await stopped
    expect(answer.complete).toBe(true)
  })

  test('a stream that does not end is cut when the bound is reached', async () => {
    const clock = manualClock()
    const edge = await runningEdge({ origin: await serving((_, response) => response.write('first')) }, clock)
    const answer = await open(edge.address, '/v1/stream/x')
    expect(await nextPart(answer)).toBe('first')
    const stopped = edge.stop()
    const cut = once(answer, 'end')
    answer.resume()
    await Promise.all([expect(cut).rejects.toThrow('aborted'), clock.advance(5000)])
    await stopped
  })
})

describe('what the status page says of it', () => {
  test('stands on the page of a fault, is kept for a while when the status process is gone, and is no more when it is over', async () => {
    const clock = manualClock()
    const title = 'The server does not accept connections'
    const incident = {
      id: '2gztsrksff0v',
      title,
      side: 'server',
      startedAt: clock.now(),
      safe: '',
      says: ['For a while.'],
    }
    const told = { name: 'Holdfast', blindSince: null, open: [incident] }
    let board = { ...told, asOf: clock.now() }
    const status = await openHttpServer((_, response) => response.end(JSON.stringify(board)))
    toClose.push(status.close)
    const edge = await edgeTo(`http://127.0.0.1:${await closedPort()}`, clock, status.address)
    const page = async (): Promise<string> =>
      (await ask(edge.address, '/api/chats', { headers: { host: 'localhost', accept: 'text/html' } })).body
    const said = `Yes: <a href="/status/i/2gztsrksff0v">${title}</a>. For a while.`
    await expect.poll(page).toContain(said)
    board = { ...told, open: [], asOf: clock.now() + 20_000 }
    await clock.advance(20_000)
    await expect.poll(page).not.toContain('Is it known?')
    board = { ...told, asOf: clock.now() + 20_000 }
    await clock.advance(20_000)
    await expect.poll(page).toContain(said)
    await status.close()
    await clock.advance(10 * 60_000)
    expect(await page()).toContain('This is 10 min old.')
    await clock.advance(21 * 60_000)
    expect(await page()).not.toContain('Is it known?')
  })
})

describe('how long it lasts', () => {
  const hour = 3_600_000
  test('is what the status process has measured, which has watched for longer, and stays known when it is gone', async () => {
    const clock = manualClock()
    const durationsMs = { edge: [], server: [12_000, 90_000] }
    const history = { since: clock.now() - 4 * hour, asOf: clock.now(), durationsMs }
    let asked = 0
    const status = await openHttpServer((heard, response) => {
      if (heard.url === '/outages') asked += 1
      response.end(JSON.stringify(history))
    })
    toClose.push(status.close)
    const edge = await edgeTo(`http://127.0.0.1:${await closedPort()}`, clock, status.address)
    const page = async (): Promise<string> =>
      (await ask(edge.address, '/api/chats', { headers: { host: 'localhost', accept: 'text/html' } })).body
    const said = 'The server was away 2 times before, since the status page began to watch,'
    await expect.poll(page).toContain(said)
    expect(await page()).toContain('They lasted from 12 s to 90 s.')
    expect(asked).toBe(1)
    await status.close()
    await clock.advance(10 * 60_000)
    expect(await page()).toMatch(new RegExp(`${said}.*They lasted from 12 s to 90 s\\. This is 10 min old\\.`))
  })
})
