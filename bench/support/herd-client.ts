import { Agent, request, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** So long a person looks at nothing. */
const patienceMs = 8000
/** How often an open chat asks for news. */
const newsMs = 20_000

export interface Herd {
  readonly address: string
  /** Told of each answer that came in time. */
  readonly onServed: () => void
  readonly signal: AbortSignal
  readonly chance: () => number
  /** One in so many presses reload, whatever they are told. */
  readonly reloads: number
}

type Heard = { readonly kind: 'served'; readonly answer: IncomingMessage } | { readonly kind: 'told'; afterMs: number }

/**
 * Somebody with an open chat. When the connection breaks they load the chat again, open the stream of its reply, and send what
 * they wrote meanwhile, until it is taken in. Some do what they are told; others press reload every other second.
 */
export class HerdClient {
  readonly #name: string
  readonly #herd: Herd
  readonly #isImpatient: boolean
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 4 })
  #cookie: string | undefined
  #unsent: string | undefined
  #turns = 0
  #failures = 0
  isOpen = false

  constructor(number: number, herd: Herd) {
    this.#name = String(number)
    this.#herd = herd
    this.#isImpatient = number % herd.reloads === 0
  }

  /** The addresses of turns that it was told are taken in. */
  readonly accepted: string[] = []

  /** They write something: it is sent when there is a way. */
  write(): void {
    this.#turns += 1
    this.#unsent = `/api/chats/${this.#name}/turns/${this.#turns}`
  }

  get hasUnsent(): boolean {
    return this.#unsent !== undefined
  }

  /** Lives until the herd ends. */
  async live(): Promise<void> {
    const { signal } = this.#herd
    while (!signal.aborted) {
      await this.#until('GET', `/api/chats/${this.#name}`)
      const stream = await this.#until('GET', `/v1/stream/${this.#name}?offset=-1&live=sse`, false)
      if (stream === undefined) break
      const closed = new Promise<void>((resolve) => stream.once('close', resolve))
      this.isOpen = true
      await Promise.race([closed, this.#goOn(closed)])
      this.isOpen = false
      stream.destroy()
    }
    this.#agent.destroy()
  }

  async #goOn(closed: Promise<void>): Promise<void> {
    let isClosed = false
    void closed.then(() => (isClosed = true))
    while (!isClosed && !this.#herd.signal.aborted) {
      if (this.#unsent !== undefined) {
        const turn = this.#unsent
        if ((await this.#until('POST', turn)) === undefined) return
        this.accepted.push(turn)
        this.#unsent = undefined
      }
      await this.#pause(newsMs * (0.5 + this.#herd.chance()), closed)
      if (!isClosed) await this.#until('GET', `/api/chats/${this.#name}`)
    }
  }

  /** Asks again and again until it is served; undefined when the herd has ended. */
  async #until(method: string, path: string, isWhole = true): Promise<IncomingMessage | undefined> {
    while (!this.#herd.signal.aborted) {
      const heard = await this.#ask(method, path)
      if (heard.kind === 'served') {
        this.#failures = 0
        this.#herd.onServed()
        if (isWhole) heard.answer.resume()
        else heard.answer.on('error', () => undefined).resume()
        return heard.answer
      }
      this.#failures += 1
      await this.#pause(heard.afterMs)
    }
    return undefined
  }

  #ask(method: string, path: string): Promise<Heard> {
    const { promise, resolve } = Promise.withResolvers<Heard>()
    const headers = this.#cookie === undefined ? {} : { cookie: this.#cookie }
    const asked = request(`${this.#herd.address}${path}`, { method, agent: this.#agent, headers })
    const timer = setTimeout(() => asked.destroy(), patienceMs)
    asked.on('error', () => resolve({ kind: 'told', afterMs: this.#backoffMs() }))
    asked.on('close', () => clearTimeout(timer))
    asked.on('response', (answer) => {
      clearTimeout(timer)
      this.#keepCookie(answer)
      if ((answer.statusCode ?? 500) < 300) resolve({ kind: 'served', answer })
      else this.#told(answer, resolve)
    })
    asked.end()
    return promise
  }

  #told(answer: IncomingMessage, resolve: (heard: Heard) => void): void {
    let body = ''
    answer.setEncoding('utf8')
    answer.on('data', (part: string) => (body += part))
    answer.on('error', () => resolve({ kind: 'told', afterMs: this.#backoffMs() }))
    answer.on('end', () => {
      const after = Number(/"retryAfterMs":(\d+)/.exec(body)?.[1] ?? this.#backoffMs())
      resolve({ kind: 'told', afterMs: this.#isImpatient ? this.#impatienceMs() : after })
    })
  }

  /** What the page does where nobody says when: full jitter. */
  #backoffMs(): number {
    if (this.#isImpatient) return this.#impatienceMs()
    return this.#herd.chance() * Math.min(8000, 500 * 2 ** Math.min(10, this.#failures))
  }

  #impatienceMs(): number {
    return 1000 + 2000 * this.#herd.chance()
  }

  #keepCookie({ headers }: IncomingMessage): void {
    const cookie = headers['set-cookie']?.find((each) => each.startsWith('holdfast_place='))
    if (cookie !== undefined) this.#cookie = cookie.split(';')[0]
  }

  async #pause(ms: number, until: Promise<void> = new Promise(() => undefined)): Promise<void> {
    const woken = new AbortController()
    const signal = AbortSignal.any([woken.signal, this.#herd.signal])
    await Promise.race([sleep(ms, undefined, { signal }).catch(() => undefined), until])
    woken.abort()
  }
}
