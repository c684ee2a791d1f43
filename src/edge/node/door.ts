import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2'
import type { Duplex } from 'node:stream'
import type { Clock } from '#shared/clock.ts'
import type { TlsIdentity } from '../settings.ts'

export interface Callers {
  readonly onRequest: (
    request: IncomingMessage | Http2ServerRequest,
    response: ServerResponse | Http2ServerResponse,
  ) => void
  /** A request to go on in another protocol, such as WebSocket. */
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, begun: Buffer) => void
}

/** Where visitors come in: HTTP/1.1, or both HTTP/1.1 and HTTP/2 over TLS. */
export class Door {
  readonly server: Server | Http2SecureServer
  readonly scheme: 'http' | 'https'
  readonly #secure: Http2SecureServer | undefined
  readonly #sessions = new Set<ServerHttp2Session>()
  /** All connections, for the end: those that have gone over to another protocol are nobody else's. */
  readonly #connections = new Set<Duplex>()

  constructor(identity: TlsIdentity | null, callers: Callers) {
    this.#secure = identity === null ? undefined : createSecureServer({ allowHTTP1: true, ...pem(identity) })
    this.scheme = identity === null ? 'http' : 'https'
    this.server = this.#secure === undefined ? plain(callers) : this.#overTls(this.#secure, callers)
    this.server.on('connection', (socket: Duplex) => {
      this.#connections.add(socket)
      socket.on('close', () => this.#connections.delete(socket))
    })
  }

  #overTls(secure: Http2SecureServer, { onRequest, onUpgrade }: Callers): Http2SecureServer {
    secure.on('request', onRequest)
    secure.on('upgrade', onUpgrade)
    secure.on('session', (session) => {
      this.#sessions.add(session)
      session.on('close', () => this.#sessions.delete(session))
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

function plain({ onRequest, onUpgrade }: Callers): Server {
  const server = createServer(onRequest)
  server.on('upgrade', onUpgrade)
  // Longer than anything in front of us is likely to keep a connection, so that it is not we who close it under a request.
  server.keepAliveTimeout = 75_000
  return server
}

function pem({ certificate, key }: TlsIdentity): { cert: string; key: string } {
  return { cert: certificate, key }
}
