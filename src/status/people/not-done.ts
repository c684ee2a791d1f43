import type { FaultId } from '#protocol/faults.ts'

/** Why something that a person wanted was not done, and what was seen. */
export interface NotDone {
  readonly fault: FaultId
  readonly because?: string
}
