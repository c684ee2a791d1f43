import type { BackendLook } from '#protocol/server-look.ts'
import type { Clock } from '#shared/clock.ts'
import type { Backend, Models } from '../models/port.ts'

export interface BackendLooksMeans {
  readonly models: Pick<Models, 'list' | 'all'>
  readonly clock: Pick<Clock, 'now'>
}

// However many ask, each back end is asked once in this time: half of what lies between two looks of the status process.
const freshForMs = 4_000

/** Asks back ends how they are, when somebody asks for it, and remembers the answers for a moment. */
export class BackendLooks {
  readonly #means: BackendLooksMeans
  readonly #closing = new AbortController()
  #latest: { readonly at: number; readonly looks: Promise<readonly BackendLook[]> } | undefined

  constructor(means: BackendLooksMeans) {
    this.#means = means
  }

  all(): Promise<readonly BackendLook[]> {
    const now = this.#means.clock.now()
    const known = this.#latest
    const isFresh = known !== undefined && now >= known.at && now - known.at < freshForMs
    if (isFresh) return known.looks
    const looks = Promise.all(this.#means.models.all().map((backend) => this.#look(backend)))
    this.#latest = { at: now, looks }
    return looks
  }

  close(): void {
    this.#closing.abort()
  }

  async #look({ info: { name, kind }, isThere }: Backend): Promise<BackendLook> {
    if (isThere === undefined) return { name, kind, answers: null, askedAt: null, tookMs: null }
    const { clock } = this.#means
    const askedAt = clock.now()
    const there = await isThere(this.#closing.signal)
    const look = { name, kind, answers: there.ok, askedAt, tookMs: clock.now() - askedAt }
    return there.ok ? look : { ...look, fault: there.error.fault, because: there.error.because }
  }
}
