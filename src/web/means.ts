import type { Cancel, Chance, Clock } from '#shared/clock.ts'
import type { MakeId } from '#shared/ids.ts'
import type { Passage } from './reader/passage.ts'
import type { Store } from './store/store.ts'
import type { Sightings } from './support/sightings.ts'

/** What the page takes from its surroundings. `browser.ts` has the real one. */
export interface Means {
  readonly clock: Clock
  readonly chance: Chance
  readonly makeId: MakeId
  readonly fetch: (path: string, request?: RequestInit) => Promise<Response>
  /** What the device itself says. True does not mean that anything can be reached. */
  readonly isOnline: () => boolean
  /** False: trying would be in vain. The device says that it has no network, and needs one to reach the server. */
  readonly canReach: () => boolean
  /** Calls `run` whenever trying again is worth it at once, and whenever a connection may be dead and not know it. */
  readonly onWake: (run: () => void) => Cancel
  /** Runs `run` before the next picture is drawn; while nobody looks and none is drawn, before long. */
  readonly nextFrame: (run: () => void) => void
  readonly shelf: Shelf
  /** What the readers of logs have found out about the network. */
  readonly passage: Passage
  /** The faults that were met lately. */
  readonly sightings: Sightings
  /** The page's database. */
  readonly store: Store
  /** Hears what other tabs of this browser say under a name. */
  readonly openChannel: (name: string, hear: (message: unknown) => void) => Channel
  /** Runs `run` when no other tab runs anything under this name, and waits until then. */
  readonly alone: (name: string, run: () => Promise<void>, signal: AbortSignal) => Promise<void>
  /** Runs `run` when the page has nothing better to do, and before long. */
  readonly whenIdle: (run: () => void) => void
  /** How much this site may keep here, as the browser reckons; null when it does not say. */
  readonly quotaBytes: () => Promise<number | null>
  /** Asks the browser never to clear by itself what this site keeps, and passes on its answer. */
  readonly persist: () => Promise<boolean>
}

/** The way to the other tabs. What is said is heard there, but not here. */
export interface Channel {
  readonly say: (message: unknown) => void
}

/** A small synchronous store that outlives the page. */
export interface Shelf {
  readonly get: (key: string) => string | null
  /** False when the browser keeps nothing for this site, so that the page can say so. */
  readonly put: (key: string, value: string) => boolean
  readonly remove: (key: string) => void
  /** All keys that begin with `prefix`. */
  readonly keys: (prefix: string) => readonly string[]
}
