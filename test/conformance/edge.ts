import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type RequestListener, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import type { NetworkReports } from '#edge/network-reports.ts'
import { problemSchema, type Problem } from '#protocol/problem.ts'
import { visitorPlacesPath, visitorPlacesSchema, type VisitorPlaces } from '#protocol/visitor-tests.ts'
import { ask, nextPart, open, type Answered } from '../fixtures/ask.ts'
import { echoSocket } from '../fixtures/echo-socket.ts'
import { closedPort, rawServer } from '../fixtures/raw-server.ts'

export interface EdgeTold {
  readonly origin: string
  readonly status: string
  readonly isOwn: boolean
  readonly isBehindCdn: boolean
  readonly shellDir: string | null
  readonly placeKey: string
  readonly heartbeatMs: number
  readonly places: VisitorPlaces
  readonly networkReports: NetworkReports
}

/** An edge of some runtime, on a port of this machine. */
export type OpenEdge = (told: EdgeTold) => Promise<{ readonly address: string; readonly stop: () => Promise<void> }>

const toClose: (() => Promise<unknown> | void)[] = []

/** What an edge does whatever it runs on: real requests to it, and real servers behind it. */
export function edgeConformance(name: string, openEdge: OpenEdge): void {
  afterEach(async () => {
    for (const close of toClose.splice(0).toReversed()) await close()
  })

  async function edge(told: Partial<EdgeTold>): Promise<string> {
    const places = { statusHost: null, elsewhere: null }
    const usual = { isOwn: true, isBehindCdn: false, shellDir: null, placeKey: key, heartbeatMs: 60_000 }
    const asking = { places, networkReports: 'auto' } as const
    const running = await openEdge({ origin: nobody, status: nobody, ...usual, ...asking, ...told })
    toClose.push(running.stop)
    return running.address
  }

  describe(`what goes through an edge on ${name}`, () => {
    test('method, path, body and header reach the server, and nothing that a visitor claims of the way', async () => {
      const at = await edge({ origin: await site(mirror) })
      const headers = {
        'content-type': 'text/plain',
        'x-own': '1',
        'x-forwarded-for': '192.0.2.1',
        'x-request-id': 'asked-for-this',
        connection: 'x-hop',
        'x-hop': '1',
      }
      const answer = await ask(at, '/api/a%20b?c=d&e', { method: 'PUT', headers, body: 'word for word' })
      const seen = JSON.parse(answer.body)
      expect(seen).toMatchObject({ method: 'PUT', url: '/api/a%20b?c=d&e', body: 'word for word' })
      expect(seen.headers).toMatchObject({
        'x-own': '1',
        'x-request-id': 'asked-for-this',
        'x-forwarded-proto': 'http',
      })
      expect(seen.headers['x-hop']).toBeUndefined()
      expect(seen.headers['x-forwarded-for']).not.toBe('192.0.2.1')
      expect(answer.headers['x-request-id']).toBe('asked-for-this')
    })

    test('status and header come back, each cookie by itself, and a redirect is not followed', async () => {
      const origin = await site((_, response) => {
        response.writeHead(302, { location: '/elsewhere', 'set-cookie': ['a=1', 'b=2'] }).end('moved')
      })
      const answer = await ask(await edge({ origin }), '/api/x')
      expect(answer).toMatchObject({ status: 302, body: 'moved' })
      expect(answer.headers).toMatchObject({ location: '/elsewhere', 'x-content-type-options': 'nosniff' })
      expect(answer.headers['set-cookie']).toEqual(expect.arrayContaining(['a=1', 'b=2']))
    })

    test('a compressed body comes as it was', async () => {
      const origin = await site((_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('small'))
      })
      const answer = await fetch(`${await edge({ origin })}/api/x`)
      expect(await answer.text()).toBe('small')
    })

    test('an event stream comes token by token', async () => {
      const heard: (() => void)[] = []
      const origin = await site((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write('data: 1\n\n')
        heard.push(
          () => response.write('data: 2\n\n'),
          () => response.end('data: 3\n\n'),
        )
      })
      const answer = await open(await edge({ origin }), '/v1/stream/1')
      expect(await nextPart(answer)).toBe('data: 1\n\n')
      heard[0]?.()
      expect(await nextPart(answer)).toBe('data: 2\n\n')
      heard[1]?.()
      expect(await nextPart(answer)).toBe('data: 3\n\n')
      answer.resume()
      await once(answer, 'end')
      expect(answer.complete).toBe(true)
    })

    test('a silent event stream is kept alive', async () => {
      const origin = await site((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      })
      const answer = await open(await edge({ origin, heartbeatMs: 50 }), '/v1/stream/1')
      expect(await nextPart(answer)).toBe(':\n\n')
      answer.destroy()
    })

    test('a reader who leaves ends the reading', async () => {
      let left = Promise.resolve<unknown>(undefined)
      const origin = await site((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        const saying = setInterval(() => response.write('data: more\n\n'), 20)
        left = once(response, 'close').finally(() => clearInterval(saying))
        response.write('data: first\n\n')
      })
      const answer = await open(await edge({ origin }), '/v1/stream/1')
      await nextPart(answer)
      answer.destroy()
      await left
    })

    test('a reader who leaves a silent stream is noticed by its heartbeat', async () => {
      let left = Promise.resolve<unknown>(undefined)
      const origin = await site((_, response) => {
        left = once(response, 'close')
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      })
      const answer = await open(await edge({ origin, heartbeatMs: 50 }), '/v1/stream/1')
      answer.destroy()
      await left
    })

    test('a visitor who leaves does not end a turn that has been sent', async () => {
      const taken = Promise.withResolvers<() => void>()
      const whole = Promise.withResolvers<boolean>()
      const origin = await site((asked, response) => {
        asked.resume().on('end', () => taken.resolve(() => response.end('accepted')))
        response.on('close', () => whole.resolve(response.writableFinished))
      })
      const { hostname, port } = new URL(await edge({ origin }))
      const asking = request({ hostname, port, path: '/api/chats', method: 'POST', agent: false })
      asking.on('error', () => asking.destroy())
      asking.end('{}')
      const answer = await taken.promise
      await new Promise<void>((resolve) => void asking.once('close', resolve).destroy())
      answer()
      expect(await whole.promise).toBe(true)
    })

    test('a WebSocket is passed through', async () => {
      const origin = await site(
        (_, response) => response.end(),
        (server) => server.on('upgrade', echoSocket),
      )
      const socket = new WebSocket(`${(await edge({ origin, isOwn: false })).replace('http', 'ws')}/live?x`)
      await once(socket, 'open')
      socket.send('hello')
      const [said] = await once(socket, 'message')
      expect(said).toHaveProperty('data', '/live?x hello')
      socket.close()
      await once(socket, 'close')
    })
  })

  describe(`what an edge on ${name} says itself`, () => {
    test.for([
      ['GET', '/assets/none.js', {}, 404, 'not-found'],
      ['GET', '/.env', {}, 404, 'not-found'],
      ['POST', '/', {}, 405, 'method-not-allowed'],
      ['DELETE', '/healthz', {}, 405, 'method-not-allowed'],
      ['GET', '/api/chats', { host: 'evil.example' }, 421, 'wrong-host'],
      ['POST', '/api/chats', { 'sec-fetch-site': 'cross-site' }, 403, 'cross-site'],
    ] as const)('%s %s %o is %i', async ([method, path, headers, status, fault]) => {
      const answer = await ask(await edge({}), path, { method, headers })
      expect(answer.status).toBe(status)
      expect(problemOf(answer).fault).toBe(fault)
      if (status === 405) expect(answer.headers.allow).toBe('GET, HEAD')
    })

    test('its own health', async () => {
      const answer = await ask(await edge({}), '/healthz')
      expect(JSON.parse(answer.body)).toMatchObject({ process: 'edge', state: 'ready' })
    })

    test('that it takes visitors, and what it sees of them', async () => {
      const at = await edge({})
      expect((await ask(at, '/readyz')).status).toBe(200)
      const headers = { accept: 'application/json', 'x-forwarded-for': '192.0.2.1' }
      const trace = JSON.parse((await ask(at, '/edge/trace', { headers })).body)
      expect(trace).toMatchObject({ scheme: 'http', notBelieved: { 'x-forwarded-for': '192.0.2.1' } })
    })

    test('the shell, also where there is no server', async () => {
      const at = await edge({ shellDir: shell() })
      const page = await ask(at, '/chats/1')
      expect(page).toMatchObject({ status: 200, body: '<h1>shell</h1>' })
      expect(page.headers['content-security-policy']).toContain("script-src 'self'")
      const again = await ask(at, '/', { headers: { 'if-none-match': page.headers.etag } })
      expect(again).toMatchObject({ status: 304, body: '' })
      expect(await ask(at, '/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
      const file = await ask(at, '/assets/app-1.js', { headers: { 'accept-encoding': 'gzip' } })
      expect(file.headers).toMatchObject({
        'content-type': 'text/javascript; charset=utf-8',
        'content-encoding': 'gzip',
      })
    })

    test('where else a browser may look, and lets the page ask there and nowhere else', async () => {
      const places = { statusHost: 'https://status.example', elsewhere: 'https://www.example' }
      const at = await edge({ shellDir: shell(), places })
      expect(visitorPlacesSchema.parse(JSON.parse((await ask(at, visitorPlacesPath)).body))).toEqual(places)
      const policy = String((await ask(at, '/check')).headers['content-security-policy'])
      expect(policy).toMatch(/connect-src 'self' https:\/\/status\.example https:\/\/www\.example(;|$)/)
      // Where nobody named one, the status process at its own port: it answers also when the edge does not.
      const own = String((await ask(await edge({ shellDir: shell() }), '/check')).headers['content-security-policy'])
      expect(own).toMatch(/connect-src 'self' http:\/\/127\.0\.0\.1:\d+(;|$)/)
    })

    test('the page with a wish to hear of failures, where browsers heed it or the operator wants it', async () => {
      const quiet = await ask(await edge({ shellDir: shell() }), '/')
      expect(quiet.headers).not.toHaveProperty('nel')
      const off = await ask(await edge({ shellDir: shell(), networkReports: 'off' }), '/')
      expect(off.headers).not.toHaveProperty('report-to')
      const wished = await ask(await edge({ shellDir: shell(), networkReports: 'on' }), '/')
      expect(JSON.parse(String(wished.headers['nel']))).toMatchObject({ report_to: 'nel', failure_fraction: 1 })
      expect(JSON.parse(String(wished.headers['report-to']))).toMatchObject({ endpoints: [{ url: '/status/nel' }] })
      expect(wished.headers['reporting-endpoints']).toBe('nel="/status/nel"')
      const places = { statusHost: 'https://status.example', elsewhere: null }
      const elsewhere = await ask(await edge({ shellDir: shell(), networkReports: 'on', places }), '/')
      expect(JSON.parse(String(elsewhere.headers['report-to']))).toMatchObject({
        endpoints: [{ url: 'https://status.example/nel' }],
      })
    })

    test('whether the server is there again', async () => {
      const healthy = { process: 'server', version: '1', protocol: 1, state: 'ready', upMs: 1 }
      const origin = await site((_, response) => response.end(JSON.stringify(healthy)))
      expect((await ask(await edge({ origin }), '/__edge/ready/origin')).status).toBe(204)
      const down = await ask(await edge({ origin: await nowhere() }), '/__edge/ready/origin')
      expect(problemOf(down).retryAfterMs).toBeGreaterThan(0)
    })
  })

  describe(`an edge on ${name} whose server is away`, () => {
    test('says it as a page to a person and as a document to a program', async () => {
      const at = await edge({ origin: await nowhere() })
      const forProgram = await ask(at, '/api/chats', { headers: { accept: 'application/json' } })
      const { fault, status, title, evidence } = problemOf(forProgram)
      expect(forProgram).toMatchObject({ status, headers: { 'cache-control': 'no-store' } })
      expect(fault).toMatch(/^origin-/)
      expect(evidence).toBeDefined()
      const forPerson = await ask(at, '/api/chats', { headers: { accept: 'text/html' } })
      expect(forPerson.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(forPerson.headers['content-security-policy']).toMatch(/script-src 'sha256-/)
      expect(forPerson.body).toContain(`<h1>${title}</h1>`)
    })

    test('says it with 503, and the number inside, where another page would be put in its place', async () => {
      const at = await edge({ origin: await nowhere(), isBehindCdn: true })
      const answer = await ask(at, '/api/chats', { headers: { accept: 'application/json' } })
      expect(answer.status).toBe(503)
      expect(problemOf(answer).number).toBeGreaterThanOrEqual(520)
    })

    test('tells of the incident that the status process has open, while it says so and afterwards', async () => {
      const incident = { id: '2gztsrksff0v', title: 'The disk is full', side: 'server', startedAt: 0, safe: '' }
      const brief = { name: 'Holdfast', blindSince: null, open: [{ ...incident, says: ['Half end in 10 min.'] }] }
      const origin = await nowhere()
      let isThere = true
      const status = await site(({ url }, response) => {
        if (isThere && url === '/brief.json') response.end(JSON.stringify({ asOf: Date.now(), ...brief }))
        else response.destroy()
      })
      const at = await edge({ origin, status })
      const forProgram = { headers: { accept: 'application/json' } }
      // On Node it is asked when the edge starts, on Workers when somebody meets a fault.
      await expect.poll(async () => problemOf(await ask(at, '/api/chats', forProgram)).incident).toBe(incident.id)
      isThere = false
      const { body } = await ask(at, '/api/chats', { headers: { accept: 'text/html' } })
      expect(body).toContain('<a href="/status/i/2gztsrksff0v">The disk is full</a>. Half end in 10 min.')
      const other = await edge({ origin, status, isOwn: false })
      expect(problemOf(await ask(other, '/api/chats', forProgram)).incident).toBe(undefined)
    })

    test('keeps nobody waiting for a status process that is silent', async () => {
      const held = Promise.withResolvers<void>()
      const status = await site(() => held.resolve())
      const at = await edge({ origin: await nowhere(), status })
      const { fault, incident } = problemOf(await ask(at, '/api/chats', { headers: { accept: 'application/json' } }))
      // It was asked, and has not answered.
      await held.promise
      expect(fault).toMatch(/^origin-/)
      expect(incident).toBe(undefined)
    })

    test('shows what was laid out for a site, and tells programs the truth', async () => {
      const at = await edge({ origin: await nowhere(), isOwn: false, shellDir: shell() })
      const page = await ask(at, '/', { headers: { accept: 'text/html' } })
      expect(page).toMatchObject({ status: 200, body: '<h1>shell</h1>' })
      expect(page.headers['x-stand-in-for']).toMatch(/^origin-/)
      const document = await ask(at, '/', { headers: { accept: 'application/json' } })
      expect(problemOf(document).fault).toMatch(/^origin-/)
    })

    test('asks once more where that can do no harm', async () => {
      const server = await rawServer((socket, count) => {
        socket.once('data', () => {
          if (count === 1) socket.end()
          else socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok')
        })
      })
      toClose.push(server.close)
      expect(await ask(await edge({ origin: server.address }), '/api/chats')).toMatchObject({ status: 200, body: 'ok' })
      expect(server.connections()).toBe(2)
    })

    test('never asks twice for what changes something', async () => {
      const server = await rawServer((socket) => void socket.once('data', () => socket.end()))
      toClose.push(server.close)
      const answer = await ask(await edge({ origin: server.address }), '/api/chats', { method: 'POST', body: '{}' })
      expect(problemOf(answer).evidence?.tried).toEqual([])
      expect(server.connections()).toBe(1)
    })

    test('leaves it alone after a few failures, and tells everybody at once', async () => {
      const server = await rawServer((socket) => void socket.once('data', () => socket.end()))
      toClose.push(server.close)
      const at = await edge({ origin: server.address })
      const post = { method: 'POST', body: '{}' }
      for (const _ of [1, 2, 3]) await ask(at, '/api/chats', post)
      const before = server.connections()
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(at, '/api/chats', post)))
      // One may have been the one that tries it.
      expect(server.connections() - before).toBeLessThanOrEqual(1)
      expect(answers.filter(({ body }) => body.includes('in a row went like this')).length).toBeGreaterThanOrEqual(19)
    })
  })

  describe(`the waiting room of an edge on ${name}`, () => {
    test('gives a place to whoever finds no room, and a turn when there is', async () => {
      const slow: (() => void)[] = []
      const origin = await site(({ url }, response) => {
        if (url === '/api/slow') slow.push(() => response.end('done'))
        else response.end('in')
      })
      const at = await edge({ origin })
      const inside = Array.from({ length: 16 }, () => ask(at, '/api/slow'))
      await expect.poll(() => slow.length).toBe(16)
      const waits = await ask(at, '/api/chats', { headers: { accept: 'application/json' } })
      expect(waits.status).toBe(503)
      expect(JSON.parse(waits.body)).toMatchObject({ cfWaitingRoom: { inWaitingRoom: true }, place: 1 })
      const cookie = cookieOf(waits)
      for (const answer of slow) answer()
      for (const answer of await Promise.all(inside)) expect(answer).toMatchObject({ status: 200, body: 'done' })
      expect((await ask(at, '/__edge/place', { headers: { cookie } })).status).toBe(204)
      expect(await ask(at, '/api/chats', { headers: { cookie } })).toMatchObject({ status: 200, body: 'in' })
    })

    test('lets somebody go on as soon as another is through', async () => {
      const slow: (() => void)[] = []
      const origin = await site(({ url }, response) => {
        if (url === '/api/slow') slow.push(() => response.end('done'))
        else response.end('in')
      })
      const at = await edge({ origin })
      const inside = Array.from({ length: 16 }, () => ask(at, '/api/slow'))
      await expect.poll(() => slow.length).toBe(16)
      const held = ask(at, '/api/chats')
      // Whoever is answered after it shows that it has come.
      await ask(at, '/healthz')
      slow[0]?.()
      expect(await held).toMatchObject({ status: 200, body: 'in' })
      for (const answer of slow) answer()
      await Promise.all(inside)
    })

    test('knows who is inside by a key that edges share, and nobody else', async () => {
      const origin = await site((_, response) => response.end('ok'))
      const cookie = cookieOf(await ask(await edge({ origin }), '/api/chats'))
      const another = await edge({ origin })
      const stranger = await edge({ origin, placeKey: 'a key of somebody else' })
      const known = await ask(another, '/api/chats', { headers: { cookie } })
      expect(known.headers['set-cookie']).toBeUndefined()
      expect(cookieOf(await ask(stranger, '/api/chats', { headers: { cookie } }))).not.toBe(cookie)
      const forged = cookie.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
      expect(cookieOf(await ask(another, '/api/chats', { headers: { cookie: forged } }))).not.toBe(forged)
    })
  })
}

const key = 'a key for this test only'
const nobody = 'http://127.0.0.1:9'

async function site(handle: RequestListener, prepare?: (server: Server) => void): Promise<string> {
  const server = createServer(handle)
  prepare?.(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  toClose.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('listens on no port')
  return `http://127.0.0.1:${bound.port}`
}

const nowhere = async (): Promise<string> => `http://127.0.0.1:${await closedPort()}`

/** Says what it was asked. */
const mirror: RequestListener = (asked, response) => {
  const { method, url, headers } = asked
  let body = ''
  asked.setEncoding('utf8').on('data', (part: string) => (body += part))
  asked.on('end', () => response.end(JSON.stringify({ method, url, headers, body })))
}

function shell(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-shell-'))
  toClose.push(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'index.html'), '<h1>shell</h1>')
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'assets', 'app-1.js'), `'a script'${' '.repeat(2000)}`)
  return folder
}

const problemOf = ({ body }: Answered): Problem => problemSchema.parse(JSON.parse(body))

function cookieOf({ headers }: Answered): string {
  return headers['set-cookie']?.find((one) => one.startsWith('holdfast_place='))?.split(';')[0] ?? ''
}
