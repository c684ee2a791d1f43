import {
  request as ask,
  STATUS_CODES,
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import type { Duplex } from 'node:stream'
import type { Cancel, Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import { classify, type Observation, type Phase } from '../classify.ts'
import { requestHeaders, responseHeaders } from '../forward-headers.ts'
import type { LocalAnswers } from '../local-answers.ts'
import type { Outages } from '../outages.ts'
import type { RequestHead } from '../request-head.ts'
import { SilenceError } from './dial.ts'
import { codeOf } from './error-code.ts'
import { observedIn } from './observed.ts'
import { sendAnswer } from './send-answer.ts'
import type { UpstreamServer } from './upstream-server.ts'

// Longer than a long poll, and than CDNs wait for the first byte; after it there is no limit at all.
const firstByteMs = 100_000

export interface Visit {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly head: RequestHead
  readonly requestId: string
}

export interface ExchangeMeans {
  readonly clock: Clock
  readonly log: Log
  readonly local: LocalAnswers
  readonly outages: Outages
}

/** One request on its way to a process behind the edge, and the answer on its way back. */
export class Exchange {
  readonly #visit: Visit
  readonly #server: UpstreamServer
  readonly #target: string
  readonly #means: ExchangeMeans
  readonly #hasBody: boolean
  #phase: Phase = 'connect'
  #asking: ClientRequest | undefined
  #answer: IncomingMessage | undefined
  #cancelWait: Cancel | undefined
  #isGone = false

  constructor(visit: Visit, server: UpstreamServer, target: string, means: ExchangeMeans) {
    this.#visit = visit
    this.#server = server
    this.#target = target
    this.#means = means
    const { headers } = visit.request
    this.#hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  }

  start(): void {
    const { request, response } = this.#visit
    response.on('close', () => this.#clientClosed())
    // A visitor who leaves while sending: half a request must not look like a whole one.
    request.on('error', () => this.#asking?.destroy())
    this.#ask(this.#server.pooled)
  }

  #ask(agent: Agent): void {
    const { request } = this.#visit
    const asking = ask({ agent, method: request.method, path: this.#target, headers: this.#headers() })
    this.#asking = asking
    asking.on('socket', () => (this.#phase = 'request'))
    asking.on('finish', () => this.#waitForFirstByte(asking))
    asking.on('response', (answer) => this.#heard(answer))
    // Without a listener Node would end the connection and say nothing, and the visitor would wait for ever.
    asking.on('upgrade', (_, socket) => this.#nonsense(socket, 'it changed the protocol, which nobody asked for'))
    asking.on('error', (error) => this.#failed(asking, error))
    if (this.#hasBody) request.pipe(asking)
    else asking.end()
  }

  #headers(): string[] {
    const { request, requestId } = this.#visit
    const headers = requestHeaders(request.rawHeaders, { requestId, from: request.socket.remoteAddress })
    if (request.headers['transfer-encoding'] !== undefined) headers.push('transfer-encoding', 'chunked')
    return headers
  }

  #waitForFirstByte(asking: ClientRequest): void {
    this.#phase = 'headers'
    this.#cancelWait = this.#means.clock.after(firstByteMs, () => {
      asking.destroy(new SilenceError(`no answer within ${firstByteMs} ms`))
    })
  }

  #heard(answer: IncomingMessage): void {
    const { statusCode: status = 0, socket } = answer
    // Node's parser takes a status below 100 for one, and its writer throws at it, which would end the edge.
    if (status < 200) this.#nonsense(socket, `it answered with status ${status}`)
    else this.#relay(answer, status)
  }

  #relay(answer: IncomingMessage, status: number): void {
    const { response, requestId } = this.#visit
    this.#answer = answer
    this.#phase = 'body'
    this.#cancelWait?.()
    this.#means.outages.noteAnswer(this.#server.name)
    answer.on('error', (error) => this.#cut(error))
    if (this.#isGone) {
      answer.resume()
      return
    }
    // The words behind the status mean nothing (RFC 9112 §4), and may hold what must not be written.
    response.writeHead(status, STATUS_CODES[status] ?? 'Other', responseHeaders(answer.rawHeaders, requestId))
    // A stream may have nothing to say for a while, and its reader is to know at once that it is there.
    if (answer.headers['content-length'] === undefined) response.flushHeaders()
    answer.pipe(response)
  }

  /** What came is HTTP to the parser, and no answer to anything. */
  #nonsense(socket: Duplex, message: string): void {
    this.#cancelWait?.()
    socket.destroy()
    if (!this.#isGone) this.#refuse({ phase: 'headers', kind: 'garbled', code: 'EPROTO' }, message)
  }

  #failed(asking: ClientRequest, error: Error): void {
    this.#cancelWait?.()
    if (this.#isGone) return
    if (this.#answer !== undefined) {
      this.#discardBody()
      this.#cut(error)
    } else if (this.#isStaleConnection(asking, error)) {
      this.#ask(this.#server.fresh)
    } else {
      this.#refuse(observedIn(this.#phase, error), error.message)
    }
  }

  /**
   * The server closed a kept connection just as we chose it. Asking again on a new one is harmless for what may be
   * carried out twice, and the connection is new then, so this happens once at most.
   */
  #isStaleConnection(asking: ClientRequest, error: Error): boolean {
    const { method } = this.#visit.head
    return asking.reusedSocket && codeOf(error) === 'ECONNRESET' && idempotent.has(method) && !this.#hasBody
  }

  #refuse(observation: Observation, message: string): void {
    const { response, head, requestId } = this.#visit
    const fault = classify(observation)
    const because = `${this.#server.at} in phase ${observation.phase}: ${message}`
    this.#means.log.warn('upstream failed', { requestId, to: this.#server.name, fault, ...observation })
    this.#discardBody()
    this.#means.local
      .failure(this.#server.name, fault, because, head, requestId)
      .then((answer) => sendAnswer(this.#visit, answer))
      .catch((bug: unknown) => {
        this.#means.log.error('bug', { requestId, bug: String(bug) })
        response.destroy()
      })
  }

  /**
   * Nobody takes the rest of the body any more. It is still read: closing the connection on it instead would reset it, and
   * with it what we answer.
   */
  #discardBody(): void {
    this.#visit.request.unpipe().resume()
  }

  /**
   * The answer broke off in the middle. Its head is long gone, so the only true thing left to say is to break off too: a
   * clean end would pass half an answer off as a whole one.
   */
  #cut(error: Error): void {
    // Whatever comes after the end of the answer is the connection's trouble, not this visitor's.
    if (this.#isGone || this.#answer?.complete === true) return
    const { response, requestId } = this.#visit
    this.#means.log.warn('answer cut', { requestId, to: this.#server.name, ...observedIn(this.#phase, error) })
    // HTTP/1.0 knows no other end of a body than the end of the connection; only a reset is no end.
    if (response.req.httpVersion === '1.0') response.socket?.resetAndDestroy()
    response.destroy()
  }

  #clientClosed(): void {
    const { request, response, head } = this.#visit
    if (response.writableFinished) return
    this.#isGone = true
    if (safe.has(head.method) || !request.complete) this.#asking?.destroy()
    // Something is being done for this visitor: let it come to its end, with nobody listening.
    else this.#answer?.unpipe(response).resume()
  }
}

/** Methods that only read. */
const safe: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])
/** Methods that may be carried out twice with the effect of once (RFC 9110 §9.2.2). */
const idempotent: ReadonlySet<string> = new Set([...safe, 'PUT', 'DELETE'])
