import type { Side } from '#protocol/fault.ts'
import type { Chance } from '#shared/clock.ts'
import type { Mend } from '../fault.ts'
import type { World } from '../hosts/world.ts'

/** Of a site's three processes. */
export type Part = 'edge' | 'server' | 'status'

/** A whole Holdfast on the origin, and a visitor whose browser has been there before. */
export interface VisitedSite {
  readonly world: World
  /** What a fault leaves to chance comes from its seed. */
  readonly chance: Chance
  /** Kills a process and has nobody start it again. Answers with what lets it be started. */
  readonly takeAway: (part: Part) => Promise<Mend>
  /** Stops it where it stands: it answers nothing, and has not ended. */
  readonly freeze: (part: Part) => Promise<Mend>
  /** On which port of its loopback the origin has it. */
  readonly portOf: (part: Part) => number
  /** Has another host of the visitor's neighbourhood answer on a port, as a server that is none of Holdfast's. */
  readonly stranger: (port: number) => Promise<unknown>
}

/** One way in which a visitor comes to see nothing. */
export interface VisitFault {
  readonly id: string
  readonly title: string
  /** Whose side it is on; null where nothing is wrong that a visitor would meet. */
  readonly side: Side | null
  /** Sides that may rightly be said as well. */
  readonly alsoRight?: readonly Side[]
  readonly make: (site: VisitedSite) => Promise<Mend>
}
