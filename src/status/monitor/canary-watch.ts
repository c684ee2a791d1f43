import { canarySchema, type Canary } from '#protocol/server-look.ts'
import type { Clock } from '#shared/clock.ts'
import type { Store } from '../store/store.ts'
import type { Ask } from './ask.ts'
import { failing, unseen, well, type Look, type Watched } from './look.ts'

export interface CanaryWatchMeans {
  /** Where the server is asked, by itself or through the edge. */
  readonly at: string
  readonly ask: Ask
  readonly clock: Clock
  readonly store: Store
  /** 0: never. */
  readonly everyMs: number
}

const watched: Watched = {
  key: 'canary',
  hop: 'canary',
  name: 'Writing',
  description: 'A model writes a few words for nobody, now and then, to see that it can.',
  group: null,
}

// The server gives a model 30 s for it.
const patienceMs = 35_000
// The server lets nobody have a second one within a minute; in doubt it is asked as often as that.
const inDoubtMs = 61_000
const asksInDoubt = 6
const firstAfterMs = 20_000
const kept = 1_000

/** Has the server's model write a little now and then. It runs beside the rounds, for a model may take its time. */
export class CanaryWatch {
  readonly #means: CanaryWatchMeans
  readonly #startedAt: number
  #askedAt: number | undefined
  #doubts = 0
  #isAsking = false
  #isThere = false
  #fresh: Look | undefined

  constructor(means: CanaryWatchMeans) {
    this.#means = means
    this.#startedAt = means.clock.now()
  }

  /** The component, and what is new of it since the last round; nothing where there is nothing to watch. */
  look(): { readonly watched: Watched; readonly look: Look } | undefined {
    this.#askIfDue()
    if (!this.#isThere) return undefined
    const look = this.#fresh ?? unseen('canary', null)
    this.#fresh = undefined
    return { watched, look }
  }

  #askIfDue(): void {
    const { clock, everyMs } = this.#means
    if (everyMs === 0 || this.#isAsking) return
    const waitMs =
      this.#askedAt === undefined ? firstAfterMs : this.#doubts > 0 ? Math.min(inDoubtMs, everyMs) : everyMs
    const sinceMs = clock.now() - (this.#askedAt ?? this.#startedAt)
    if (sinceMs >= 0 && sinceMs < waitMs) return
    this.#isAsking = true
    this.#askedAt = clock.now()
    void this.#ask().finally(() => (this.#isAsking = false))
  }

  async #ask(): Promise<void> {
    const { ask, at } = this.#means
    const answer = await ask(new URL('/api/canary', at), { method: 'POST', patienceMs })
    const canary = answer.ok ? canarySchema.safeParse(parsed(answer.value.body)) : undefined
    // A server that is not there is another hop's business.
    if (canary?.success !== true) return
    this.#doubts = canary.data.outcome === 'failed' ? asksInDoubt : Math.max(0, this.#doubts - 1)
    this.#isThere = canary.data.outcome !== 'skipped'
    if (!this.#isThere) return
    this.#fresh = lookOf(canary.data)
    this.#keep(canary.data)
  }

  /** By our own clock: that of a site which is only watched may say anything. */
  #keep({ backend, outcome, firstTokenMs, tokensPerSecond }: Canary): void {
    const { store, clock } = this.#means
    const { db } = store
    const row = {
      at: clock.now(),
      backend: backend ?? '',
      outcome,
      first_token_ms: firstTokenMs,
      tokens_per_second: tokensPerSecond,
    }
    store.write(() => {
      store.run(
        db
          .insertInto('canaries')
          .values(row)
          .onConflict((found) => found.doNothing()),
      )
      const oldest = db.selectFrom('canaries').select('at').orderBy('at', 'desc').offset(kept).limit(1)
      store.run(db.deleteFrom('canaries').where('at', '<=', (of) => of.selectFrom(oldest.as('oldest')).select('at')))
    })
  }
}

function lookOf({ outcome, firstTokenMs, because, fault, backend }: Canary): Look {
  if (outcome === 'wrote') return well('canary', firstTokenMs)
  return failing('canary', {
    because: `${backend ?? 'the model'}: ${because ?? 'it wrote nothing'}`,
    fault,
    state: 'partial_outage',
  })
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined // Something else answers there.
  }
}
