import type { FaultId } from '#protocol/faults.ts'
import { fullJitterMs, type Backoff } from '#shared/backoff.ts'
import type { Chance } from '#shared/clock.ts'
import type { Backend, BackendFailure } from '../models/port.ts'

/** What a failure means for the next try. */
export type Consequence =
  /** It may work again, here or elsewhere. */
  | 'retry'
  /** Not on this back end: it would say the same again. */
  | 'elsewhere'
  /** Nowhere: another model must not be used to get around a refusal. */
  | 'give-up'

const consequences: Partial<Record<FaultId, Consequence>> = {
  'backend-key-refused': 'elsewhere',
  'backend-rejected': 'elsewhere',
  'backend-not-a-model': 'elsewhere',
  'prompt-too-long': 'elsewhere',
  'engine-missing': 'elsewhere',
  'model-file-damaged': 'elsewhere',
  'model-file-unusable': 'elsewhere',
  'backend-declined': 'give-up',
}

export function consequenceOf({ fault }: BackendFailure): Consequence {
  return consequences[fault] ?? 'retry'
}

// Short at first: a model server that was restarted is back within a second, and somebody is in the middle of a word.
const backoff: Backoff = { baseMs: 100, capMs: 15_000 }

/** Who writes next, and when. */
export interface NextTry {
  readonly backend: Backend
  readonly delayMs: number
}

/**
 * Remembers how the back ends did for one reply. The first failure after a word is mended at once, by the next back end
 * if there is one; after that everyone gets a turn before anybody is waited for.
 */
export class Tries {
  readonly #excluded = new Set<string>()
  readonly #chance: Chance
  #failures = 0
  #last: { readonly name: string; readonly failure: BackendFailure } | undefined

  constructor(chance: Chance) {
    this.#chance = chance
  }

  /** A word came: what failed before is over. */
  progressed(): void {
    this.#failures = 0
  }

  failed({ info: { name } }: Backend, failure: BackendFailure): void {
    this.#failures++
    this.#last = { name, failure }
    if (consequenceOf(failure) === 'elsewhere') this.#excluded.add(name)
  }

  get lastFailure(): BackendFailure | undefined {
    return this.#last?.failure
  }

  /** Undefined when nobody is left to ask. */
  next(route: readonly Backend[]): NextTry | undefined {
    const left = route.filter(({ info }) => !this.#excluded.has(info.name))
    const last = this.#last
    if (last === undefined) return left[0] && { backend: left[0], delayMs: 0 }
    const lastIndex = left.findIndex(({ info }) => info.name === last.name)
    const backend = left[(lastIndex + 1) % left.length]
    if (backend === undefined) return undefined
    return { backend, delayMs: this.#delayMs(left.length, backend.info.name === last.name ? last.failure : undefined) }
  }

  #delayMs(backends: number, failureOfSame: BackendFailure | undefined): number {
    // Everybody's first failure is free; from then on each further round waits.
    const rounds = Math.floor(this.#failures / Math.max(1, backends))
    const ownMs = this.#failures <= 1 || rounds === 0 ? 0 : fullJitterMs(rounds, backoff, this.#chance)
    return Math.max(ownMs, failureOfSame?.retryAfterMs ?? 0)
  }
}
