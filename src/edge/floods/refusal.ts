import type { FaultId } from '#protocol/faults.ts'

/** Why the edge does not take a request. */
export interface Refusal {
  readonly fault: FaultId
  /** What was measured. */
  readonly because: string
  /** When there is room for it; undefined where coming back helps nothing. */
  readonly retryAfterMs: number | undefined
}
