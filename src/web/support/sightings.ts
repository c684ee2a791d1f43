import * as z from 'zod/mini'
import type { Problem } from '#protocol/problem.ts'
import { sightingSchema, type Sighting } from '#protocol/sighting.ts'
import type { Clock } from '#shared/clock.ts'
import { clip } from '#shared/text.ts'
import { jsonOf } from '../json.ts'
import type { Shelf } from '../means.ts'

export type SeenFault = Pick<Problem, 'fault' | 'side' | 'title' | 'because' | 'requestId' | 'receipt'>

export interface SightingsMeans {
  readonly clock: Pick<Clock, 'now'>
  readonly shelf: Shelf
}

const key = 'holdfast:sightings'
// Enough for a bad week, and little beside the 5 MB that a browser gives a site.
const mostSpells = 40
const mostRequestIds = 5
/** A fault that comes back within this time is the same spell: retries are seconds apart, people look again later. */
const sameSpellMs = 1_800_000

const keptSchema = z.array(sightingSchema)
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi

/** The faults that this browser has met lately, so that whoever asks for help later can say which. They survive a reload. */
export class Sightings {
  readonly #means: SightingsMeans
  /** What a browser that keeps nothing for this site has not taken; it lasts as long as the page. */
  #unkept: readonly Sighting[] | null = null
  #lastWellAt: number | null = null
  #clockAheadMs: number | null = null
  #receipt: string | null = null

  constructor(means: SightingsMeans) {
    this.#means = means
  }

  /** When an answer that is no failure came last; null when none has since the page was opened. */
  get lastWellAt(): number | null {
    return this.#lastWellAt
  }

  /** How far this device's clock is ahead of the server's; null while no answer has told the server's time. */
  get clockAheadMs(): number | null {
    return this.#clockAheadMs
  }

  /** By which the edge knows again what it met last for this page. */
  get receipt(): string | null {
    return this.#receipt
  }

  /** Newest last. */
  all(): readonly Sighting[] {
    return this.#unkept ?? keptSchema.safeParse(jsonOf(this.#means.shelf.get(key) ?? '')).data ?? []
  }

  saw(seen: SeenFault, path: string): void {
    const { fault, side, title, requestId } = seen
    const [now, place] = [this.#means.clock.now(), placeIn(path)]
    this.#receipt = seen.receipt ?? this.#receipt
    const all = this.all()
    const same = all.findLast((one) => one.fault === fault && one.side === side && one.path === place)
    // A clock that was set back makes a new spell of it.
    const goesOn = same !== undefined && now >= same.lastAt && now - same.lastAt < sameSpellMs
    const before: Sighting = goesOn
      ? same
      : {
          fault,
          side,
          title,
          path: place,
          firstAt: now,
          lastAt: now,
          times: 0,
          lastWellAt: this.#lastWellAt,
          requestIds: [],
        }
    const ids = requestId === undefined ? [] : [requestId]
    const because = becauseOf(seen)
    const spell: Sighting = {
      ...before,
      lastAt: now,
      times: before.times + 1,
      requestIds: [...before.requestIds.filter((id) => id !== requestId), ...ids].slice(-mostRequestIds),
      ...(because !== undefined && { because }),
    }
    const others = goesOn ? all.filter((one) => one !== same) : all
    this.#put([...others, spell].slice(-mostSpells))
  }

  /** An answer came, and it was no failure. */
  heard({ headers }: Response): void {
    const now = this.#means.clock.now()
    this.#lastWellAt = now
    const serverNow = Date.parse(headers.get('date') ?? '')
    if (!Number.isNaN(serverNow)) this.#clockAheadMs = now - serverNow
  }

  #put(all: readonly Sighting[]): void {
    this.#unkept = this.#means.shelf.put(key, JSON.stringify(all)) ? null : all
  }
}

/** Which kind of thing was asked for, and not which chat. */
function placeIn(path: string): string {
  return (path.split('?')[0] ?? '').replaceAll(uuid, ':id')
}

/** What a model server says of a request may quote the story. */
function becauseOf({ fault, side, because }: SeenFault): string | undefined {
  const mayQuote = side === 'model' || fault.startsWith('backend-') || fault.startsWith('prompt-')
  return mayQuote || because === undefined ? undefined : clip(because, 300)
}
