import type { Cancel } from '#shared/clock.ts'
import { retryAfterMs } from '../retry-after.ts'
import { Breaker, type Opened } from './breaker.ts'
import { evenTime } from './even-time.ts'
import type { Admission, Asking, Gate, GateState, Go, Refused, Ticket, Turn, Went } from './gate.ts'
import { afterOutage, afterStart, type Sample } from './ramp.ts'
import { Slots } from './slots.ts'
import { rankOf } from './visitors.ts'
import { WaitingRoom, type RoomMeans, type Turnless } from './waiting-room.ts'

/** Whoever is further back is told a time instead of being held. */
const headOfLine = 512
const holdMs = 5000
/** A browser opens six connections to a host. A place that many share gets no more than one visitor's part. */
const mostOfOne = 8
/** A turn that is not taken in this time is the next one's. */
const turnKeptMs = 3000
/** After so long a patient request no longer counts: it waits for news, and not for the origin. */
const patientMs = 250

/** Answers by which an origin, or what stands before it, says that it has too much to do. */
const saysTooMuch: ReadonlySet<number> = new Set([429, 502, 503, 504])

interface Running extends Omit<Sample, 'tookMs'> {
  readonly visitorId: string
  readonly isPatient: boolean
  readonly startedAt: number
  hasSlot: boolean
}

interface KeptTurn {
  readonly ticket: Ticket
  readonly cancel: Cancel
}

type Taken = (Go & { readonly ticket: Ticket; readonly visitorId: string }) | Exclude<Turn, Go>

/** Lets through to an origin what it can carry: nothing while it is down, then more and more, and then whatever comes. */
export class OriginGate implements Gate {
  readonly #means: RoomMeans
  readonly #now: () => number
  readonly #breaker: Breaker
  readonly #slots: Slots
  readonly #room: WaitingRoom
  readonly #running = new Map<Ticket, Running>()
  /** How many requests of a visitor are under way or held. */
  readonly #ofOne = new Map<string, number>()
  /** Turns that were promised to a page of the waiting room, by visitor. */
  readonly #kept = new Map<string, KeptTurn>()

  constructor(means: RoomMeans) {
    this.#means = means
    this.#now = evenTime(means.clock.now)
    this.#breaker = new Breaker(means.chance)
    this.#slots = new Slots(means.clock, this.#now)
    this.#room = new WaitingRoom(means, this.#now)
    this.#slots.begin(afterStart)
  }

  async admit(asking: Asking): Promise<Admission> {
    const { opened } = this.#breaker
    if (opened !== undefined) return this.#breaker.takeProbe(this.#now()) ? this.#pass(asking) : this.#refusal(opened)
    if (asking.kind === 'health') return this.#pass(asking)
    if (!this.#slots.isCalm(this.#room.length > 0)) return this.#takeTurn(asking)
    const cookie = asking.takesCookie ? await this.#room.welcomeInCalm(asking.cookie) : undefined
    return { ...this.#pass(asking), cookie }
  }

  async look(asking: Asking): Promise<Turn> {
    const { opened } = this.#breaker
    if (opened !== undefined) return this.#refusal(opened)
    if (this.#slots.isCalm(this.#room.length > 0)) return { kind: 'go' }
    const taken = await this.#takeTurn(asking)
    if (taken.kind === 'go') this.#keep(taken)
    return taken
  }

  settle(ticket: Ticket, went: Went): void {
    const running = this.#running.get(ticket)
    if (running === undefined) return
    this.#running.delete(ticket)
    if (went.kind === 'answered') this.#answered(running, went)
    else if (went.kind === 'failed') this.#failed(running, went)
    else this.#left(running)
    if (went.kind !== 'left') this.#giveBack(running)
  }

  state(): GateState {
    const waiting = this.#room.length
    // Without a request in between, the end of a ramp would not be noticed.
    const limit = this.#slots.isCalm(waiting > 0) ? undefined : this.#slots.limit
    return { waiting, atOrigin: this.#running.size, limit, isOpen: this.#breaker.opened !== undefined }
  }

  #answered(running: Running, { status, tookMs }: Extract<Went, { kind: 'answered' }>): void {
    if (this.#breaker.answered(this.#now())) this.#slots.begin(afterOutage)
    if (saysTooMuch.has(status)) this.#slots.tooMuch(running)
    else if (!running.isPatient) this.#slots.answered({ ...running, tookMs }, this.#running.size)
  }

  #failed(running: Running, { fault }: Extract<Went, { kind: 'failed' }>): void {
    this.#slots.tooMuch(running)
    if (this.#breaker.failed(fault, this.#now())) this.#slots.releaseAll()
  }

  #left(running: Running): void {
    this.#breaker.probeCameToNothing(this.#now())
    const worksOnMs = this.#slots.left({ ...running, tookMs: this.#now() - running.startedAt })
    this.#means.clock.after(worksOnMs, () => this.#giveBack(running))
  }

  /** Goes as soon as a slot is free and nobody goes before; is held where that is near; is told a time where it is not. */
  async #takeTurn(asking: Asking): Promise<Taken> {
    const visitor = await this.#room.visitorOf(asking.cookie)
    const kept = this.#takeKept(visitor.id)
    if (kept !== undefined) return { kind: 'go', ticket: kept, visitorId: visitor.id }
    const rank = rankOf(visitor, asking.kind === 'reading-reply')
    const turnless = this.#room.stand(visitor, rank, this.#slots.perSecond)
    if (this.#room.isFullFor(turnless)) return this.#lineIsFull()
    if (turnless.place <= headOfLine && !this.#isOneOfMany(visitor.id)) {
      // A slot is never kept empty for somebody who is not here.
      if (this.#slots.isFree) {
        this.#slots.take()
        return this.#goes(turnless, asking)
      }
      const isNear = turnless.etaMs === undefined || turnless.etaMs <= holdMs
      const release = isNear ? await this.#hold(turnless, asking.signal) : 'too-long'
      if (release === 'turn') return this.#goes(turnless, asking)
    }
    const { opened } = this.#breaker
    return opened === undefined ? this.#room.tell(turnless) : this.#refusal(opened)
  }

  #isOneOfMany(visitorId: string): boolean {
    return (this.#ofOne.get(visitorId) ?? 0) >= mostOfOne
  }

  async #hold(turnless: Turnless, signal: AbortSignal | undefined): Promise<string> {
    this.#slots.notePressed()
    this.#room.count(turnless, holdMs)
    this.#countOne(turnless.visitor.id, 1)
    const release = await this.#slots.hold(turnless, holdMs, signal)
    this.#countOne(turnless.visitor.id, -1)
    return release
  }

  async #goes(turnless: Turnless, asking: Asking): Promise<Taken> {
    const { visitor } = turnless
    this.#room.goes(turnless)
    const ticket = this.#start(asking, { visitorId: visitor.id, hasSlot: true })
    return { kind: 'go', ticket, visitorId: visitor.id, cookie: await this.#room.welcome(visitor) }
  }

  /** Without a slot: where there is no limit, or where it is the one that tries. */
  #pass(asking: Asking): Go & { readonly ticket: Ticket } {
    return { kind: 'go', ticket: this.#start(asking, { visitorId: '', hasSlot: false }) }
  }

  #start({ like, isPatient }: Asking, of: { readonly visitorId: string; readonly hasSlot: boolean }): Ticket {
    const ticket = Symbol(like)
    const running = { like, isPatient, startedAt: this.#now(), ...this.#slots.mark(), ...of }
    this.#running.set(ticket, running)
    if (!running.hasSlot) return ticket
    this.#countOne(running.visitorId, 1)
    if (isPatient) this.#means.clock.after(patientMs, () => this.#giveBack(running))
    return ticket
  }

  #giveBack(running: Running): void {
    if (!running.hasSlot) return
    running.hasSlot = false
    this.#countOne(running.visitorId, -1)
    this.#slots.giveBack()
  }

  /** Keeps a turn for the request by which a page of the waiting room takes it. */
  #keep({ ticket, visitorId }: { readonly ticket: Ticket; readonly visitorId: string }): void {
    const cancel = this.#means.clock.after(turnKeptMs, () => {
      this.#kept.delete(visitorId)
      this.settle(ticket, { kind: 'left' })
    })
    this.#kept.set(visitorId, { ticket, cancel })
  }

  #takeKept(visitorId: string): Ticket | undefined {
    const kept = this.#kept.get(visitorId)
    this.#kept.delete(visitorId)
    kept?.cancel()
    return kept?.ticket
  }

  #countOne(visitorId: string, by: 1 | -1): void {
    const count = (this.#ofOne.get(visitorId) ?? 0) + by
    if (count > 0) this.#ofOne.set(visitorId, count)
    else this.#ofOne.delete(visitorId)
  }

  #refusal({ fault, since, failures }: Opened): Refused {
    const now = this.#now()
    const because = `${failures} requests in a row went like this, so one at a time tries it now; it was not this one`
    return { kind: 'refused', fault, because, retryAfterMs: retryAfterMs(now - since, this.#means.chance) }
  }

  #lineIsFull(): Refused {
    const because = `${this.#room.length} are waiting already`
    return { kind: 'refused', fault: 'line-full', because, retryAfterMs: retryAfterMs(30_000, this.#means.chance) }
  }
}
