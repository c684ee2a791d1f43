import type { Board } from '#protocol/board.ts'
import type { Chance, Clock } from '#shared/clock.ts'
import type { MakeId } from '#shared/ids.ts'
import type { Log } from '#shared/log.ts'
import type { StatusSettings } from './settings.ts'
import type { MakeShortId } from './short-id.ts'
import type { Store } from './store/store.ts'

/** What every part of the status process is given. */
export interface Means {
  readonly settings: StatusSettings
  readonly store: Store
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
  /** UUIDv7. */
  readonly makeId: MakeId
  /** 12 lower-case letters and digits, for what Statuspage's clients see. */
  readonly makeShortId: MakeShortId
  /** Where the process listens; known as soon as anybody asks. */
  readonly address: () => string
  /** Everything public, as it is now. */
  readonly board: () => Board
  /** Calls `told` after every change of what is public; what it answers with ends that. */
  readonly onChange: (told: () => void) => () => void
  /** Something public has changed. */
  readonly changed: () => void
}
