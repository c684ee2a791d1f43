import type { Cancel, Chance, Clock } from '#shared/clock.ts'
import type { MakeId } from '#shared/ids.ts'

/** What the page takes from its surroundings. `browser.ts` has the real one. */
export interface Means {
  readonly clock: Clock
  readonly chance: Chance
  readonly makeId: MakeId
  readonly fetch: (path: string, request?: RequestInit) => Promise<Response>
  /** What the device itself says. True does not mean that anything can be reached. */
  readonly isOnline: () => boolean
  /** Calls `run` whenever trying again is worth it at once: the network came back, or the page is looked at again. */
  readonly onWake: (run: () => void) => Cancel
  /** Runs `run` before the next picture is drawn; waits while nobody looks. */
  readonly nextFrame: (run: () => void) => void
  readonly shelf: Shelf
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
