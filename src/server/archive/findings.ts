import type { FaultId } from '#protocol/faults.ts'
import type { Damage } from '#protocol/imports.ts'

export interface Refusal {
  readonly fault: FaultId
  readonly because: string
}

/** What the layers around the lines find: seal and zip. They pass on what they can, and tell the rest. */
export interface Findings {
  readonly damaged: (reason: Damage, because: string) => void
  /** Nothing more is read. */
  readonly refused: (refusal: Refusal) => void
}
