import type { Stage } from './stage.ts'
import type { Saying } from './programs/order.ts'

/** One way in which a site can break, made with the means by which it breaks. */
export interface Fault {
  /** As `docs/causes` names it under its cause. */
  readonly id: string
  readonly title: string
  /** Where it is a milder form of another: that one's id. */
  readonly formOf?: string
  /** Visitors come by https. */
  readonly isTls?: true
  /** Where the operator says that the origin is; null when nobody says it. Its usual address otherwise. */
  readonly origin?: string | null
  /** What name servers say of the site; the origin's usual address otherwise. */
  readonly names?: Saying
  /** Causes that the same evidence may rightly be taken for, besides its own. */
  readonly alsoRight?: readonly string[]
  /** Causes whose fix is the same act at the machine, besides its own. */
  readonly mendedAs?: readonly string[]
  /** The origin is well, whatever one attempt says: it must never be called down. */
  readonly isWell?: true
  /** No other fault is made meanwhile. */
  readonly isAlone?: true
  /** What this machine lacks to make it, in a sentence; undefined when nothing is. */
  readonly lacks?: () => string | undefined
  /** Makes it. Answers with what mends it, as the page of its cause says; nothing where no one at the site can. */
  readonly make: (stage: Stage) => Promise<Mend | undefined>
}

export type Mend = () => Promise<unknown>
