import { request as ask, type IncomingMessage } from 'node:http'
import { pipeline, type Duplex } from 'node:stream'
import type { Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import type { Client } from '../client/client.ts'
import type { Answer } from '../answer.ts'
import { classify, type Observation } from '../classify.ts'
import type { EdgeClocks } from '../clocks.ts'
import { passageOf, requestHeaders, responseHeaders, type Neighbourhood, type RawHeaders } from '../forward-headers.ts'
import type { LocalAnswers } from '../local-answers.ts'
import type { Account } from '../observe/account.ts'
import type { Went } from '../recovery/gate.ts'
import { withCookie } from '../recovery/place-cookie.ts'
import type { RequestHead } from '../request-head.ts'
import { dialTimesOf, SilenceError } from './dial.ts'
import { observedAt } from './observed.ts'
import { answerOnSocket, rawHead } from './raw-answer.ts'
import type { UpstreamServer } from './upstream-server.ts'
import { logMarks } from './visit.ts'

/** Somebody who wants to go on in another protocol. */
export interface Caller {
  readonly request: IncomingMessage
  readonly socket: Duplex
  /** What came behind the request already. */
  readonly begun: Buffer
  readonly head: RequestHead
  readonly requestId: string
  readonly account: Account
  readonly client: Client
}

export interface UpgradeMeans {
  readonly clock: Clock
  readonly clocks: EdgeClocks
  readonly log: Log
  readonly local: LocalAnswers
  readonly neighbourhood: Neighbourhood
}

/** What the gate gave along. */
export interface Admitted {
  /** What the visitor is to keep: that they are inside. */
  readonly cookie: string | undefined
  /** Told exactly once how it went. */
  readonly onWent: (went: Went) => void
}

/** A connection that goes over to another protocol, such as WebSocket: after the heads are exchanged, bytes go both ways. */
export class Upgrade {
  readonly #caller: Caller
  readonly #means: UpgradeMeans

  constructor(caller: Caller, means: UpgradeMeans) {
    this.#caller = caller
    this.#means = means
    caller.socket.on('error', () => caller.socket.destroy())
  }

  /** Asks the server; it is on a connection of its own, for it will never be anybody else's. */
  pass(server: UpstreamServer, target: string, { cookie, onWent }: Admitted): void {
    const { request, socket, account } = this.#caller
    const { clock, clocks } = this.#means
    const from = clock.now()
    account.to = server.name
    const asking = ask({ agent: server.fresh, method: request.method, path: target, headers: this.#headers() })
    const cancel = clock.after(clocks.connectMs + clocks.firstByteMs, () => {
      asking.destroy(new SilenceError(`no answer within ${clocks.firstByteMs} ms`))
    })
    let isTold = false
    const went = (how: Went): void => {
      cancel()
      if (!isTold) onWent(how)
      isTold = true
    }
    const leave = (): void => void asking.destroy()
    socket.on('close', leave)
    asking.on('socket', (connection) => {
      const dialled = dialTimesOf(connection)
      if (dialled !== undefined) account.dialled(dialled)
      account.enter('headers', clock.now())
    })
    asking.on('upgrade', (answer, origin, begun) => {
      went({ kind: 'answered', status: 101, tookMs: clock.now() - from })
      socket.off('close', leave)
      account.enter('body', clock.now())
      this.#writeHead(101, [...kept(answer, ['connection', 'upgrade']), ...this.#plain(answer, cookie)])
      this.#join(origin, begun)
    })
    asking.on('response', (answer) => {
      went({ kind: 'answered', status: answer.statusCode ?? 502, tookMs: clock.now() - from })
      account.enter('body', clock.now())
      this.#writeHead(answer.statusCode ?? 502, [...this.#plain(answer, cookie), 'connection', 'close'])
      answer.on('data', (part: Uint8Array) => (account.sizeOutBytes += part.length))
      pipeline(answer, socket, () => socket.destroy())
    })
    asking.on('error', (error) => {
      if (socket.destroyed || socket.writableEnded) {
        went({ kind: 'left' })
        return
      }
      const place = { phase: 'headers', tookMs: clock.now() - from, sizeBytes: 0 } as const
      const observation = observedAt(place, error)
      account.failed(observation.phase, observation.tookMs)
      went({ kind: 'failed', fault: classify(observation) })
      this.#refuse(server, observation, error.message)
    })
    asking.end()
  }

  /** Answers as to any other request. */
  answer(answer: Promise<Answer>): void {
    const { socket, requestId, account } = this.#caller
    answer
      .then((made) => {
        account.fault = made.fault
        account.status = made.status
        account.sizeOutBytes = made.body === null ? 0 : Buffer.byteLength(made.body)
        answerOnSocket(socket, made)
      })
      .catch((bug: unknown) => {
        this.#means.log.error('bug', { requestId, bug: String(bug) })
        socket.destroy()
      })
  }

  #headers(): string[] {
    const { request, requestId, client } = this.#caller
    const passage = passageOf(this.#means.neighbourhood, requestId, client)
    return [...requestHeaders(request.rawHeaders, passage), ...kept(request, ['connection', 'upgrade'])]
  }

  #join(origin: Duplex, begun: Buffer): void {
    const { socket, begun: begunHere, account } = this.#caller
    origin.unshift(begun)
    origin.write(begunHere)
    account.sizeInBytes += begunHere.length
    socket.on('data', (part: Uint8Array) => (account.sizeInBytes += part.length))
    origin.on('data', (part: Uint8Array) => (account.sizeOutBytes += part.length))
    carry(socket, origin)
    carry(origin, socket)
  }

  #writeHead(status: number, headers: RawHeaders): void {
    this.#caller.account.status = status
    this.#caller.socket.write(rawHead(status, headers))
  }

  #plain(answer: IncomingMessage, cookie: string | undefined): string[] {
    const passage = { ...this.#means.neighbourhood, requestId: this.#caller.requestId }
    const headers = responseHeaders(answer.rawHeaders, passage)
    return cookie === undefined ? headers : withCookie(headers, cookie)
  }

  #refuse({ name, at }: UpstreamServer, observation: Observation, message: string): void {
    const { head, requestId } = this.#caller
    const fault = classify(observation)
    this.#means.log.warn('upstream failed', { ...logMarks(this.#caller), to: name, fault, ...observation })
    const because = `${at} in phase ${observation.phase}: ${message}`
    const failed = { of: name, fault, because, evidence: { ...observation, tried: [] } }
    this.answer(this.#means.local.failure(failed, head, requestId))
  }
}

/**
 * Carries bytes one way. Whoever ends takes the other end along, after what was said before: half a conversation is none,
 * and HTTP leaves the sockets it hands over half open for ever.
 */
function carry(from: Duplex, to: Duplex): void {
  const leave = (): void => {
    from.destroy()
    to.end(() => to.destroy())
  }
  from.on('end', leave)
  from.on('close', leave)
  from.on('error', leave)
  from.pipe(to, { end: false })
}

/** The fields that say which protocol it is to be: they end at each connection, and are needed on both here. */
function kept({ headers }: IncomingMessage, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const value = headers[name]
    return typeof value === 'string' ? [name, value] : []
  })
}
