import { Account, type AccountFacts, type Ending } from './account.ts'

/** A request that has ended, as those who keep count of them hear of it. */
export interface Ended {
  readonly account: Account
  readonly ending: Ending
  readonly tookMs: number
}

/** Sees every request from its beginning to its end, and tells those who listen once, at the end. */
export class Observing {
  readonly #listeners: readonly ((ended: Ended) => void)[]
  readonly #onStream = (): void => void (this.#streams += 1)
  #open = 0
  #streams = 0

  constructor(listeners: readonly ((ended: Ended) => void)[]) {
    this.#listeners = listeners
  }

  /** How many requests are under way. */
  get open(): number {
    return this.#open
  }

  /** How many of them are event streams. */
  get streams(): number {
    return this.#streams
  }

  begin(facts: AccountFacts): Account {
    this.#open += 1
    return new Account(facts, this.#onStream)
  }

  end(account: Account, isWhole: boolean, now: number): void {
    this.#open -= 1
    if (account.isStream) this.#streams -= 1
    if (this.#listeners.length === 0) return
    account.enter(undefined, now)
    const ending = account.isCut ? 'cut' : isWhole ? 'whole' : 'left'
    const ended: Ended = { account, ending, tookMs: now - account.facts.startedAt }
    for (const hear of this.#listeners) hear(ended)
  }
}
