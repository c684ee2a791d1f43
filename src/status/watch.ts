import type { Health } from '#protocol/health.ts'
import type { OutageHistory } from '#protocol/outages.ts'
import type { Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import type { Outcome } from '#shared/outcome.ts'

/** The processes that the status process watches. */
export const watchedNames = ['edge', 'server'] as const
export type WatchedName = (typeof watchedNames)[number]

/** What is known of a watched process. Moments are when we noticed, which may be later than when it happened. */
export interface Watched {
  readonly name: WatchedName
  readonly answer: Outcome<Health, string>
  /** Since when it has been answering, or not answering, without a break. */
  readonly since: number
  /** When it was asked last. */
  readonly askedAt: number
  /** When it last answered; undefined if it never did. */
  readonly lastAnswerAt: number | undefined
}

export interface WatchMeans {
  readonly ask: (name: WatchedName) => Promise<Outcome<Health, string>>
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
}

// Enough for a range; a process that flaps for days must not gather them for ever.
const mostKept = 200

/** Remembers since when each process has been well or not, and how long it was away before. */
export class Watch {
  readonly #means: WatchMeans
  readonly #known = new Map<WatchedName, Watched>()
  readonly #over: Record<WatchedName, readonly number[]> = { edge: [], server: [] }
  readonly #since: number

  constructor(means: WatchMeans) {
    this.#means = means
    this.#since = means.clock.now()
  }

  /** How long each was away, as it was measured here. */
  get history(): OutageHistory {
    const { edge, server } = this.#over
    return { since: this.#since, asOf: this.#means.clock.now(), durationsMs: { edge: [...edge], server: [...server] } }
  }

  /** What was heard last; whoever asks before anything was heard waits for it. */
  async latest(): Promise<readonly Watched[]> {
    const known = watchedNames.flatMap((name) => this.#known.get(name) ?? [])
    return known.length === watchedNames.length ? known : this.look()
  }

  /** Asks everybody now. */
  look(): Promise<readonly Watched[]> {
    return Promise.all(watchedNames.map((name) => this.#lookAt(name)))
  }

  async #lookAt(name: WatchedName): Promise<Watched> {
    const answer = await this.#means.ask(name)
    const now = this.#means.clock.now()
    const before = this.#known.get(name)
    const isSame = before !== undefined && before.answer.ok === answer.ok
    const lastAnswerAt = answer.ok ? now : before?.lastAnswerAt
    const watched = { name, answer, since: isSame ? before.since : now, askedAt: now, lastAnswerAt }
    this.#known.set(name, watched)
    if (!isSame) this.#note(watched, before)
    return watched
  }

  #note({ name, answer, since }: Watched, before: Watched | undefined): void {
    // Of one that was away when we began to watch, nobody knows since when.
    const isBack = answer.ok && before?.lastAnswerAt !== undefined
    if (isBack) this.#over[name] = [...this.#over[name], since - before.since].slice(-mostKept)
    if (answer.ok) this.#means.log.info('answers', { of: name })
    else this.#means.log.warn('does not answer', { of: name, because: answer.error })
  }
}
