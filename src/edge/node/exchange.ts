import { request as ask, type Agent, type ClientRequest, type IncomingMessage } from 'node:http'
import type { Duplex, Writable } from 'node:stream'
import type { Phase } from '#protocol/evidence.ts'
import type { Cancel, Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import type { Answer } from '../answer.ts'
import { classify, type Observation } from '../classify.ts'
import type { EdgeClocks } from '../clocks.ts'
import { faultEvent } from '../event-stream.ts'
import { passageOf, requestHeaders, responseHeaders, type Neighbourhood } from '../forward-headers.ts'
import type { Refusal } from '../floods/refusal.ts'
import type { LocalAnswers } from '../local-answers.ts'
import type { Went } from '../recovery/gate.ts'
import { withCookie } from '../recovery/place-cookie.ts'
import { prefixes } from '../route.ts'
import { mayAskAgain, safeMethods, type RetryBudget } from '../retry.ts'
import { BodyWatch } from './body-watch.ts'
import { DialError, dialTimesOf, SilenceError } from './dial.ts'
import { observedAt } from './observed.ts'
import { Pulse } from './pulse.ts'
import { sendAnswer } from './send-answer.ts'
import type { UpstreamServer } from './upstream-server.ts'
import { breakOff, flushHead, hasBody, logMarks, rawHeadersOf, sendHead, type Visit } from './visit.ts'

export interface ExchangeMeans {
  readonly clock: Clock
  readonly clocks: EdgeClocks
  /** The largest body that is passed on. 0: no limit. */
  readonly mostBodyBytes: number
  readonly log: Log
  readonly local: LocalAnswers
  readonly budget: RetryBudget
  readonly neighbourhood: Neighbourhood
  /** What the visitor is to keep: that they are inside. */
  readonly cookie: string | undefined
  /** Told exactly once how it went. */
  readonly onWent: (went: Went) => void
}

/** One request on its way to a process behind the edge, and the answer on its way back. */
export class Exchange {
  readonly #visit: Visit
  readonly #server: UpstreamServer
  readonly #target: string
  readonly #means: ExchangeMeans
  readonly #hasBody: boolean
  readonly #tried: string[] = []
  readonly #startedAt: number
  #phase: Phase = 'connect'
  #phaseAt: number
  /** What the connection had carried for others before. */
  #readBefore = 0
  #asking: ClientRequest | undefined
  #answer: IncomingMessage | undefined
  #pulse: Pulse | undefined
  #cancelWait: Cancel | undefined
  #watch: BodyWatch | undefined
  #hasAskedAgain = false
  /** The edge itself answers, or has cut the answer: nothing more is done for the visitor here. */
  #isOver = false
  #isGone = false

  constructor(visit: Visit, server: UpstreamServer, target: string, means: ExchangeMeans) {
    this.#visit = visit
    this.#server = server
    this.#target = target
    this.#means = means
    visit.account.to = server.name
    this.#startedAt = means.clock.now()
    this.#phaseAt = this.#startedAt
    this.#hasBody = hasBody(visit)
  }

  start(): void {
    const { request, response } = this.#visit
    if (response.destroyed) {
      this.#means.onWent({ kind: 'left' })
      return
    }
    response.on('close', () => this.#clientClosed())
    // A visitor who leaves while sending: half a request must not look like a whole one.
    request.on('error', () => this.#asking?.destroy())
    request.on('pause', () => this.#heldBack())
    this.#means.budget.noteRequest()
    this.#ask(this.#server.pooled)
  }

  #ask(agent: Agent): void {
    const { method } = this.#visit.head
    const asking = ask({ agent, method, path: this.#target, headers: this.#headers() })
    this.#asking = asking
    this.#enter('connect')
    asking.on('socket', (socket) => {
      const dialled = asking.reusedSocket ? undefined : dialTimesOf(socket)
      if (dialled !== undefined) this.#visit.account.dialled(dialled)
      this.#readBefore = socket.bytesRead
      this.#enter('request')
      this.#send(asking)
    })
    asking.on('drain', () => this.#cancelWait?.())
    asking.on('finish', () => this.#waitForFirstByte(asking))
    asking.on('response', (answer) => this.#heard(answer))
    // Without a listener Node would end the connection and say nothing, and the visitor would wait for ever.
    asking.on('upgrade', (_, socket) => this.#nonsense(socket, 'it changed the protocol, which nobody asked for'))
    asking.on('error', (error) => this.#failed(asking, error))
    if (!this.#hasBody) asking.end()
  }

  #headers(): string[] {
    const { request, requestId, client } = this.#visit
    const passage = passageOf(this.#means.neighbourhood, requestId, client)
    const prefix = prefixes[this.#server.name]
    const headers = requestHeaders(rawHeadersOf(this.#visit), { ...passage, prefix })
    const isUncounted = this.#hasBody && request.headers['content-length'] === undefined
    if (isUncounted) headers.push('transfer-encoding', 'chunked')
    return headers
  }

  #enter(phase: Phase): void {
    this.#phase = phase
    this.#phaseAt = this.#means.clock.now()
    // What happens before there is a connection, the dialler times by itself.
    this.#visit.account.enter(phase === 'connect' ? undefined : phase, this.#phaseAt)
  }

  /** The body goes only when somebody is there to take it: until then the request can still be made elsewhere. */
  #send(asking: ClientRequest): void {
    if (!this.#hasBody || this.#isGone) return
    const { request, account } = this.#visit
    const { clock, clocks, mostBodyBytes } = this.#means
    const rules = { mostBytes: mostBodyBytes, slowMs: clocks.bodyMs }
    this.#watch?.end()
    this.#watch = new BodyWatch(request, rules, { clock, onWrong: (refusal) => this.#stopBody(refusal) })
    request.on('data', (part: Uint8Array) => (account.sizeInBytes += part.length))
    request.pipe(asking)
  }

  #heldBack(): void {
    if (this.#phase !== 'request' || this.#answer !== undefined || this.#isOver) return
    this.#wait(this.#means.clocks.takeMs, 'it took nothing more of what was sent within')
  }

  #waitForFirstByte(asking: ClientRequest): void {
    if (asking !== this.#asking) return
    this.#enter('headers')
    this.#wait(this.#means.clocks.firstByteMs, 'no answer within')
  }

  #wait(ms: number, words: string): void {
    const asking = this.#asking
    this.#cancelWait?.()
    this.#cancelWait = this.#means.clock.after(ms, () => asking?.destroy(new SilenceError(`${words} ${ms} ms`)))
  }

  #heard(answer: IncomingMessage): void {
    const { statusCode: status = 0, socket } = answer
    // Node's parser takes a status below 100 for one, and its writer throws at it, which would end the edge.
    if (status < 200) this.#nonsense(socket, `it answered with status ${status}`)
    else this.#relay(answer, status)
  }

  #relay(answer: IncomingMessage, status: number): void {
    const { clock, clocks, neighbourhood, cookie, onWent } = this.#means
    const { response, requestId, account } = this.#visit
    this.#answer = answer
    this.#cancelWait?.()
    this.#enter('body')
    onWent({ kind: 'answered', status, tookMs: clock.now() - this.#startedAt })
    answer.on('error', (error) => this.#cut(error))
    if (this.#isGone) {
      answer.resume()
      return
    }
    const headers = responseHeaders(answer.rawHeaders, { ...neighbourhood, requestId })
    sendHead(this.#visit, status, cookie === undefined ? headers : withCookie(headers, cookie))
    // A stream may have nothing to say for a while, and its reader is to know at once that it is there; what has come
    // together with the head goes with it.
    if (answer.headers['content-length'] === undefined)
      clock.soon(() => {
        if (account.sizeOutBytes === 0 && !response.writableEnded) flushHead(this.#visit)
      })
    this.#pulse = new Pulse({ answer, response, account, clock, clocks })
    answer.pipe(response)
  }

  /** What came is HTTP to the parser, and no answer to anything. */
  #nonsense(socket: Duplex, message: string): void {
    this.#cancelWait?.()
    socket.destroy()
    if (this.#isGone) this.#means.onWent({ kind: 'left' })
    else if (!this.#isOver) {
      const place = this.#place()
      this.#visit.account.failed(place.phase, place.tookMs)
      this.#refuse({ ...place, kind: 'garbled', code: 'EPROTO' }, message)
    }
  }

  #failed(asking: ClientRequest, error: Error): void {
    this.#cancelWait?.()
    if (this.#isOver || asking !== this.#asking) return
    if (this.#isGone) {
      if (this.#answer === undefined) this.#means.onWent({ kind: 'left' })
      return
    }
    if (this.#answer !== undefined) {
      this.#discardBody()
      this.#cut(error)
      return
    }
    const observation = observedAt(this.#place(), error)
    this.#visit.account.failed(observation.phase, observation.tookMs)
    if (error instanceof DialError) this.#tried.push(...error.tried)
    if (this.#isWorthAnother(asking, observation)) {
      this.#hasAskedAgain = true
      this.#tried.push(`${observation.phase}: ${error.message}`)
      this.#ask(this.#server.fresh)
    } else {
      this.#refuse(observation, error.message)
    }
  }

  #isWorthAnother(asking: ClientRequest, observation: Observation): boolean {
    const { head } = this.#visit
    if (this.#hasAskedAgain || !mayAskAgain({ observation, method: head.method, hasBody: this.#hasBody })) return false
    // That a kept connection was closed just as we chose it is no sign of trouble, and costs the server nothing.
    return asking.reusedSocket || this.#means.budget.take()
  }

  #place(): { readonly phase: Phase; readonly tookMs: number; readonly sizeBytes: number } {
    const sizeBytes = (this.#asking?.socket?.bytesRead ?? 0) - this.#readBefore
    return { phase: this.#phase, tookMs: this.#means.clock.now() - this.#phaseAt, sizeBytes }
  }

  #refuse(observation: Observation, message: string): void {
    const { log, local, onWent } = this.#means
    const { head, requestId } = this.#visit
    const fault = classify(observation)
    const because = `${this.#server.at} in phase ${observation.phase}: ${message}`
    this.#isOver = true
    log.warn('upstream failed', { ...logMarks(this.#visit), to: this.#server.name, fault, ...observation })
    onWent({ kind: 'failed', fault })
    this.#discardBody()
    this.#say(
      local.failure(
        { of: this.#server.name, fault, because, evidence: { ...observation, tried: this.#tried } },
        head,
        requestId,
      ),
    )
  }

  #say(answer: Promise<Answer>): void {
    const { response, requestId } = this.#visit
    answer
      .then((made) => sendAnswer(this.#visit, made))
      .catch((bug: unknown) => {
        this.#means.log.error('bug', { requestId, bug: String(bug) })
        response.destroy()
      })
  }

  /** Whatever the server makes of half a body, the visitor hears why it was stopped, unless an answer has begun. */
  #stopBody(refusal: Refusal): void {
    if (this.#isOver || this.#isGone) return
    const { log, local, onWent } = this.#means
    const { head, requestId } = this.#visit
    log.warn('request stopped', { ...logMarks(this.#visit), ...refusal })
    this.#isOver = true
    this.#cancelWait?.()
    this.#discardBody()
    this.#asking?.destroy()
    if (this.#answer !== undefined) {
      breakOff(this.#visit)
      return
    }
    onWent({ kind: 'left' })
    this.#say(local.turnedAway(refusal, head, requestId))
  }

  /**
   * Nobody takes the rest of the body any more. It is still read: closing the connection on it instead would reset it, and
   * with it what we answer.
   */
  #discardBody(): void {
    this.#visit.request.unpipe().resume()
  }

  /**
   * The answer broke off in the middle. Its head is long gone, so the only true thing left to do is to break off too: a
   * clean end would pass half an answer off as a whole one. An event stream is told why.
   */
  #cut(error: Error): void {
    // Whatever comes after the end of the answer is the connection's trouble, not this visitor's.
    if (this.#isGone || this.#isOver || this.#answer?.complete === true) return
    const { log, local } = this.#means
    const { head, requestId, account } = this.#visit
    const response: Writable = this.#visit.response
    const observation = observedAt(this.#place(), error)
    const fault = classify(observation)
    account.fault = fault
    account.failed(observation.phase, observation.tookMs)
    log.warn('answer cut', { ...logMarks(this.#visit), to: this.#server.name, fault, ...observation })
    this.#isOver = true
    if (this.#pulse?.isOpen() !== true) {
      breakOff(this.#visit)
      return
    }
    const because = `${this.#server.at} in phase body: ${error.message}`
    const evidence = { ...observation, tried: this.#tried }
    const told = faultEvent(local.problemOf({ of: this.#server.name, fault, because, evidence }, head, requestId))
    response.write(told, () => breakOff(this.#visit))
  }

  #clientClosed(): void {
    const { request, response, head } = this.#visit
    if (response.writableFinished) return
    this.#isGone = true
    if (safeMethods.has(head.method) || !request.complete) this.#asking?.destroy()
    // Something is being done for this visitor: let it come to its end, with nobody listening.
    else this.#answer?.unpipe(response).resume()
  }
}
