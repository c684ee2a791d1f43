import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface Capacity {
  /** How many requests are worked on at once. */
  readonly atOnce: number
  readonly workMs: number
}

/** With so many requests waiting inside, its memory is used up and the process ends. */
const mostInside = 2500
const restartMs = 5000

/**
 * An origin with a limit, as every one has: what comes faster than it works waits inside, in the order in which it came. It does
 * not notice that whoever asked has left, so it works for them all the same; and when too much waits, it falls.
 */
export class HerdOrigin {
  readonly #sockets = new Set<Socket>()
  readonly #taken = new Map<string, number>()
  #capacity: Capacity
  #server: Server | undefined
  #port = 0
  #waiting: (() => void)[] = []
  #working = 0
  /** Work of a life that has ended comes to nothing. */
  #life = 0
  received = 0
  falls = 0

  constructor(capacity: Capacity) {
    this.#capacity = capacity
  }

  get address(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** How often each turn was taken in. */
  get taken(): ReadonlyMap<string, number> {
    return this.#taken
  }

  async start(capacity: Capacity = this.#capacity): Promise<void> {
    this.#capacity = capacity
    const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => this.#receive(request, response))
    server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
      socket.on('error', () => socket.destroy())
    })
    this.#server = server
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', 4096, resolve))
    const bound: AddressInfo | string | null = server.address()
    if (typeof bound === 'object' && bound !== null) this.#port = bound.port
  }

  /** Is gone at once, with all that was inside. */
  end(): void {
    this.#life += 1
    this.#waiting = []
    this.#working = 0
    this.#server?.close()
    this.#server = undefined
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    request.resume()
    if (request.url === '/healthz') {
      const health = { process: 'server', version: 'herd', protocol: 1, state: 'ready', upMs: 1 }
      response.end(JSON.stringify(health))
      return
    }
    this.received += 1
    this.#waiting.push(() => this.#answer(request, response))
    if (this.#waiting.length > mostInside) this.#fall()
    else this.#work()
  }

  #work(): void {
    while (this.#working < this.#capacity.atOnce) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      this.#working += 1
      const life = this.#life
      setTimeout(() => {
        if (life !== this.#life) return
        this.#working -= 1
        next()
        this.#work()
      }, this.#capacity.workMs)
    }
  }

  #answer({ method, url = '' }: IncomingMessage, response: ServerResponse): void {
    if (method === 'POST') this.#taken.set(url, (this.#taken.get(url) ?? 0) + 1)
    if (!url.startsWith('/v1/stream/')) {
      response.writeHead(method === 'POST' ? 202 : 200, { 'content-type': 'application/json' })
      response.end('{}')
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(':\n\n')
  }

  #fall(): void {
    this.falls += 1
    this.end()
    const life = this.#life
    setTimeout(() => {
      if (life === this.#life) void this.start()
    }, restartMs)
  }
}
