import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '#shared/clock.ts'
import type { TlsIdentity } from '../settings.ts'
import { Connections } from './connections.ts'

export interface Callers {
  readonly onRequest: (
    request: IncomingMessage | Http2ServerRequest,
    response: ServerResponse | Http2ServerResponse,
    isOneTooMany: boolean,
  ) => void
  /** A request to go on in another protocol, such as WebSocket. */
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, begun: Buffer, isOneTooMany: boolean) => void
  /** What came is no request, or none that comes to its end; nothing has been answered to it. */
  readonly onBroken: (error: Error, socket: Duplex) => void
  /** How many connections may be open from the same client. 0: no limit. */
  readonly connectionLimitFor: (peer: string | undefined) => number
}

export interface DoorMeans {
  readonly clock: Clock
  /** How long the head of a request may take. */
  readonly headMs: number
}

/** A connection that is one too many stays for so long, to be told why. */
const crowdedMs = 3000

/** Where visitors come in: HTTP/1.1, or both HTTP/1.1 and HTTP/2 over TLS. */
export class Door {
  readonly server: Server | Http2SecureServer
  readonly scheme: 'http' | 'https'
  readonly #secure: Http2SecureServer | undefined
  readonly #sessions = new Set<ServerHttp2Session>()
  /** All connections, for the end: those that have gone over to another protocol are nobody else's. */
  readonly #connections = new Set<Duplex>()

  /** The answer that is under way on a connection, of those that speak HTTP/1.1. */
  readonly #answers = new WeakMap<Duplex, ServerResponse | Http2ServerResponse>()
  readonly #ofClients = new Connections()

  constructor(identity: TlsIdentity | null, callers: Callers, { clock, headMs }: DoorMeans) {
    const onConnection = this.#counted(callers, clock)
    this.#secure = identity === null ? undefined : createSecureServer({ ...overTls, ...pem(identity) })
    this.scheme = identity === null ? 'http' : 'https'
    const connectionsCheckingInterval = Math.min(headMs, 5000)
    this.server =
      this.#secure === undefined ? createServer({ connectionsCheckingInterval }) : this.#overTls(this.#secure)
    // Node takes these as options for HTTP/1.1 alone, and goes by the fields with both.
    Object.assign(this.server, { ...fields, headersTimeout: headMs, connectionsCheckingInterval })
    this.#listen(this.server, callers)
    this.server.on('connection', onConnection)
  }

  #listen(server: Server | Http2SecureServer, { onRequest, onUpgrade, onBroken }: Callers): void {
    const isOneTooMany = (socket: IncomingMessage['socket']): boolean => this.#ofClients.isTooMany(socket)
    const take: RequestTaker = (request, response) => {
      if (request.httpVersionMajor === 1) this.#answers.set(request.socket, response)
      onRequest(request, response, isOneTooMany(request.socket))
    }
    server.on('request', take)
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, begun: Buffer) => {
      onUpgrade(request, socket, begun, isOneTooMany(request.socket))
    })
    const broken = new WeakSet<Duplex>()
    server.on('clientError', (error: Error, socket: Duplex) => {
      if (broken.has(socket)) return
      broken.add(socket)
      // Half an answer must not be followed by another one, nor look whole.
      const answer = this.#answers.get(socket)
      if (answer?.headersSent === true && !answer.writableFinished) socket.destroy()
      else onBroken(error, socket)
    })
  }

  #counted({ connectionLimitFor }: Callers, clock: Clock): (socket: Socket) => void {
    return (socket) => {
      this.#connections.add(socket)
      socket.on('close', () => this.#connections.delete(socket))
      const crowding = this.#ofClients.add(socket, connectionLimitFor(socket.remoteAddress))
      if (crowding === 'far-too-many') socket.destroy()
      if (crowding === 'too-many') clock.after(crowdedMs, () => socket.destroy())
    }
  }

  #overTls(secure: Http2SecureServer): Http2SecureServer {
    secure.on('session', (session) => {
      this.#sessions.add(session)
      session.on('close', () => this.#sessions.delete(session))
      session.setTimeout(idleMs, () => session.close())
    })
    // A visitor who does not end a handshake, or breaks off in it, harms nobody but himself.
    secure.on('tlsClientError', (_, socket) => socket.destroy())
    return secure
  }

  /** Shows another certificate to whoever comes from now on. */
  renew(identity: TlsIdentity): void {
    this.#secure?.setSecureContext(pem(identity))
  }

  /** Lets nobody new in, lets answers under way come to their end within a bound, and cuts what is left then. */
  async drain(clock: Clock, atMostMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()))
    for (const session of this.#sessions) session.close()
    // Node closes the connections that are idle now. One whose answer ends during the drain would be kept for a next one.
    const cancelSweep = clock.every(50, () => this.#closeIdle())
    const cancelBound = clock.after(atMostMs, () => {
      for (const socket of this.#connections) socket.destroy()
    })
    await closed
    cancelSweep()
    cancelBound()
  }

  #closeIdle(): void {
    if ('closeIdleConnections' in this.server) this.server.closeIdleConnections()
  }
}

type RequestTaker = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => void

// Longer than anything in front of us is likely to keep a connection, so that it is not we who close it under a request.
const idleMs = 75_000

const fields = {
  keepAliveTimeout: idleMs,
  // A time for the whole request would cut large bodies on slow lines. Those are watched on their way instead.
  requestTimeout: 0,
  // Node would leave out header fields without a word, from a number on. Their size is limited already.
  maxHeadersCount: 0,
}

const overTls = { allowHTTP1: true, handshakeTimeout: 20_000, settings: { maxConcurrentStreams: 100 } } as const

function pem({ certificate, key }: TlsIdentity): { cert: string; key: string } {
  return { cert: certificate, key }
}
