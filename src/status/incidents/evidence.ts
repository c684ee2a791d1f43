import type { Look } from '../monitor/look.ts'
import type { StatusTables } from '../store/tables.ts'

/** What is known of one component after a look. */
export interface ComponentSeen {
  readonly id: string
  readonly component: StatusTables['components']
  readonly look: Look
  /** Since when it fails, once that is sure; null while it is well or in doubt. */
  readonly failedAt: number | null
  /** When it was first good again, after its latest outage. */
  readonly recoveredAt: number | null
  /** The key of what is surely down before it, so that nobody can see it. */
  readonly hiddenBehind: string | null
  readonly isInMaintenance: boolean
  /** The operator holds the probe for wrong. */
  readonly isDistrusted: boolean
}

export interface Evidence {
  readonly at: number
  /** In the order of the hops. */
  readonly seen: readonly ComponentSeen[]
  /** Why one alone says it, in a sentence; null where others agree, or nobody else watches. */
  readonly alone: string | null
}
