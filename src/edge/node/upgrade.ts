import { request as ask, STATUS_CODES, type IncomingMessage } from 'node:http'
import { pipeline, type Duplex } from 'node:stream'
import type { Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import type { Answer } from '../answer.ts'
import { classify, type Observation } from '../classify.ts'
import type { EdgeClocks } from '../clocks.ts'
import { requestHeaders, responseHeaders, type Neighbourhood, type RawHeaders } from '../forward-headers.ts'
import type { LocalAnswers } from '../local-answers.ts'
import type { Went } from '../recovery/gate.ts'
import type { RequestHead } from '../request-head.ts'
import { SilenceError } from './dial.ts'
import { observedAt } from './observed.ts'
import type { UpstreamServer } from './upstream-server.ts'

/** Somebody who wants to go on in another protocol. */
export interface Caller {
  readonly request: IncomingMessage
  readonly socket: Duplex
  /** What came behind the request already. */
  readonly begun: Buffer
  readonly head: RequestHead
  readonly requestId: string
}

export interface UpgradeMeans {
  readonly clock: Clock
  readonly clocks: EdgeClocks
  readonly log: Log
  readonly local: LocalAnswers
  readonly neighbourhood: Neighbourhood
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
  pass(server: UpstreamServer, target: string, onWent: (went: Went) => void): void {
    const { request, socket, requestId } = this.#caller
    const { clock, clocks } = this.#means
    const from = clock.now()
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
    asking.on('upgrade', (answer, origin, begun) => {
      went({ kind: 'answered', status: 101, tookMs: clock.now() - from })
      socket.off('close', leave)
      socket.write(headOf(101, [...kept(answer, ['connection', 'upgrade']), ...plain(answer, this.#means, requestId)]))
      this.#join(origin, begun)
    })
    asking.on('response', (answer) => {
      went({ kind: 'answered', status: answer.statusCode ?? 502, tookMs: clock.now() - from })
      socket.write(headOf(answer.statusCode ?? 502, [...plain(answer, this.#means, requestId), 'connection', 'close']))
      pipeline(answer, socket, () => socket.destroy())
    })
    asking.on('error', (error) => {
      if (socket.destroyed || socket.writableEnded) {
        went({ kind: 'left' })
        return
      }
      const place = { phase: 'headers', tookMs: clock.now() - from, sizeBytes: 0 } as const
      const observation = observedAt(place, error)
      went({ kind: 'failed', fault: classify(observation) })
      this.#refuse(server, observation, error.message)
    })
    asking.end()
  }

  /** Answers as to any other request. */
  answer(answer: Promise<Answer>): void {
    const { socket, requestId } = this.#caller
    answer
      .then(({ status, headers, body }) => {
        const length = { 'content-length': String(body === null ? 0 : Buffer.byteLength(body)), connection: 'close' }
        socket.write(headOf(status, Object.entries({ ...headers, ...length }).flat()))
        socket.end(body ?? '')
      })
      .catch((bug: unknown) => {
        this.#means.log.error('bug', { requestId, bug: String(bug) })
        socket.destroy()
      })
  }

  #headers(): string[] {
    const { request, requestId } = this.#caller
    const passage = { ...this.#means.neighbourhood, requestId, from: request.socket.remoteAddress }
    return [...requestHeaders(request.rawHeaders, passage), ...kept(request, ['connection', 'upgrade'])]
  }

  #join(origin: Duplex, begun: Buffer): void {
    const { socket, begun: begunHere } = this.#caller
    origin.unshift(begun)
    origin.write(begunHere)
    carry(socket, origin)
    carry(origin, socket)
  }

  #refuse({ name, at }: UpstreamServer, observation: Observation, message: string): void {
    const { head, requestId } = this.#caller
    const fault = classify(observation)
    this.#means.log.warn('upstream failed', { requestId, to: name, fault, ...observation })
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

function plain(answer: IncomingMessage, { neighbourhood }: UpgradeMeans, requestId: string): string[] {
  return responseHeaders(answer.rawHeaders, { ...neighbourhood, requestId })
}

/** The fields that say which protocol it is to be: they end at each connection, and are needed on both here. */
function kept({ headers }: IncomingMessage, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const value = headers[name]
    return typeof value === 'string' ? [name, value] : []
  })
}

function headOf(status: number, headers: RawHeaders): string {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Origin Error'}`]
  for (let i = 0; i + 1 < headers.length; i += 2) lines.push(`${headers[i] ?? ''}: ${headers[i + 1] ?? ''}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}
