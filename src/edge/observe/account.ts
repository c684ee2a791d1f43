import type { Phase } from '#protocol/evidence.ts'
import type { FaultId } from '#protocol/faults.ts'
import type { RequestHead } from '../request-head.ts'
import type { Upstream } from '../route.ts'
import type { RouteClass } from './route-class.ts'

export interface AccountFacts {
  readonly head: RequestHead
  readonly requestId: string
  readonly route: RouteClass
  /** The address of the visitor, as far as it is known. */
  readonly client: string | undefined
  /** Milliseconds since 1970 UTC. */
  readonly startedAt: number
}

/**
 * How a request ended: with the whole answer, with half of it, or with nobody there to take it. `passed`: the answer began, and
 * the runtime carries the rest without saying how it goes.
 */
export type Ending = 'whole' | 'cut' | 'left' | 'passed'

/** How long opening a connection took, in milliseconds. `tls` is not there where it was not spoken. */
export interface DialTimes {
  readonly dns: number
  readonly connect: number
  readonly tls: number | undefined
}

/** What is written down about one request while it goes its way. It is read once, at the end. */
export class Account {
  readonly facts: AccountFacts
  /** Milliseconds by phase of the way to the process behind the edge, of all attempts together. */
  readonly phasesMs: Partial<Record<Phase, number>> = {}
  /** Bytes of bodies: what was sent on of the request's, and what went out of the answer's. */
  sizeInBytes = 0
  sizeOutBytes = 0
  to: Upstream | undefined
  /** The fault that the visitor was told. */
  fault: FaultId | undefined
  /** How far the last failed attempt had come. */
  failedIn: Phase | undefined
  status: number | undefined
  isCut = false
  readonly #onStream: () => void
  #isStream = false
  #phase: Phase | undefined
  #phaseAt = 0

  constructor(facts: AccountFacts, onStream: () => void = () => undefined) {
    this.facts = facts
    this.#onStream = onStream
  }

  get isStream(): boolean {
    return this.#isStream
  }

  /** The answer is an event stream, which stays open for as long as there may be something to tell. */
  noteStream(): void {
    this.#isStream = true
    this.#onStream()
  }

  /** Another phase begins, and the one before ends. */
  enter(phase: Phase | undefined, now: number): void {
    if (this.#phase !== undefined) this.#add(this.#phase, now - this.#phaseAt)
    this.#phase = phase
    this.#phaseAt = now
  }

  /** A connection was opened for this request. */
  dialled({ dns, connect, tls }: DialTimes): void {
    this.#add('dns', dns)
    this.#add('connect', connect)
    if (tls !== undefined) this.#add('tls', tls)
  }

  /** An attempt failed. While dialling, no phase had been entered that would hold its time. */
  failed(phase: Phase, tookMs: number): void {
    this.failedIn = phase
    if (this.#phase === undefined) this.#add(phase, tookMs)
  }

  #add(phase: Phase, ms: number): void {
    this.phasesMs[phase] = (this.phasesMs[phase] ?? 0) + ms
  }
}
