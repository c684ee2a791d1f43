import type { Cancel, Chance, Clock } from '#shared/clock.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { ProcessName } from '../process/messages.ts'
import { afterDeath, noDeaths, type RestartRecord } from './restarts.ts'
import { deathNotice, type Ending } from './wording.ts'

/** A started process, as far as its keeper can act on it. */
export interface Child {
  /** Asks it to come to a good end. */
  readonly stop: () => void
  readonly kill: () => void
}

/** What happens to a started process. `ended` comes last, and once. */
export interface ChildNews {
  readonly ready: (address: string) => void
  /** It will not run with these settings, and ends. */
  readonly refused: (why: string) => void
  readonly ended: (how: Ending, lastWords: string) => void
}

export interface KeeperMeans {
  readonly spawn: (news: ChildNews) => Child
  readonly clock: Clock
  readonly chance: Chance
  /** Tells the operator something, in one line. */
  readonly tell: (line: string) => void
}

const stopBoundMs = 15_000

/** Keeps one process running until it is told to stop. */
export class Keeper {
  readonly name: ProcessName
  /** Its address once it is ready for the first time, or why it will not run with these settings. */
  readonly first: Promise<Outcome<string, string>>
  readonly #means: KeeperMeans
  readonly #settleFirst: (first: Outcome<string, string>) => void
  #record: RestartRecord = noDeaths
  #child: Child | undefined
  #startedAt = 0
  #readyAt: number | undefined
  #hasBeenReady = false
  #refusal = ''
  #isStopping = false
  #cancelRestart: Cancel | undefined
  #cancelKill: Cancel | undefined
  readonly #gone: PromiseWithResolvers<void> = Promise.withResolvers()

  constructor(name: ProcessName, means: KeeperMeans) {
    const { promise, resolve } = Promise.withResolvers<Outcome<string, string>>()
    this.name = name
    this.first = promise
    this.#settleFirst = resolve
    this.#means = means
  }

  start(): void {
    this.#startedAt = this.#means.clock.now()
    this.#readyAt = undefined
    this.#refusal = ''
    this.#child = this.#means.spawn({
      ready: (address) => this.#ready(address),
      refused: (why) => (this.#refusal = why),
      ended: (how, lastWords) => this.#ended(how, lastWords),
    })
  }

  /** Lets the process run, and leaves it at that when it ends. */
  retire(): void {
    this.#isStopping = true
    this.#cancelRestart?.()
  }

  /** Ends the process in a good way, or by force after a bound. Resolves when it is gone. */
  stop(): Promise<void> {
    this.retire()
    if (this.#child === undefined) this.#gone.resolve()
    this.#child?.stop()
    this.#cancelKill ??= this.#means.clock.after(stopBoundMs, () => this.kill())
    return this.#gone.promise.finally(() => this.#cancelKill?.())
  }

  kill(): void {
    this.#child?.kill()
  }

  #ready(address: string): void {
    const { clock, tell } = this.#means
    this.#readyAt = clock.now()
    if (this.#hasBeenReady)
      tell(`${this.name} is back at ${address}, ${this.#readyAt - this.#startedAt} ms after its start.`)
    this.#hasBeenReady = true
    this.#settleFirst(ok(address))
  }

  #ended(how: Ending, lastWords: string): void {
    this.#child = undefined
    if (this.#isStopping) return this.#gone.resolve()
    if (this.#refusal !== '' && !this.#hasBeenReady) {
      this.#isStopping = true
      this.#gone.resolve()
      return this.#settleFirst(fail(this.#refusal))
    }
    this.#startAgain(how, this.#refusal || lastWords)
  }

  #startAgain(how: Ending, lastWords: string): void {
    const { clock, chance, tell } = this.#means
    const now = clock.now()
    const { record, delayMs } = afterDeath(
      this.#record,
      this.#readyAt === undefined ? null : now - this.#readyAt,
      chance,
    )
    this.#record = record
    tell(
      deathNotice({ name: this.name, how, lastedMs: now - this.#startedAt, inARow: record.inARow, delayMs, lastWords }),
    )
    if (delayMs === 0) this.start()
    else this.#cancelRestart = clock.after(delayMs, () => this.start())
  }
}
