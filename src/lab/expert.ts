import type { Case } from '#protocol/case.ts'
import type { Side } from '#protocol/fault.ts'
import type { Verdict } from '#protocol/verdict.ts'

/** What the lab asks of the doctor besides running it: to judge less evidence than it gathered, and what would have been right. */
export interface Expert {
  readonly judge: (given: Case) => Verdict
  /** The cause of the catalogue that a fault of the lab is. */
  readonly causeOf: (fault: string) => Truth | undefined
}

export interface Truth {
  readonly cause: string
  readonly side: Side | null
}
