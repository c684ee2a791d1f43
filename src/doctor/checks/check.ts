import type { Case } from '#protocol/case.ts'
import type { Asked, Patience, Senses } from '../looking.ts'

/** What checks are given: the senses, whom to ask, and what was seen before. */
export interface CheckInput {
  readonly senses: Senses
  /** The place of the origin that fails, or is looked at. */
  readonly asked: Asked
  readonly patience: Patience
  readonly seen: Case
}

/** One look at one thing. It adds to the case what it saw, and nothing where there is nothing to see. */
export interface Check {
  readonly id: string
  /** What it does, for whoever waits. */
  readonly says: string
  /** Whether it can tell anything about what was seen so far. */
  readonly applies: (input: CheckInput) => boolean
  readonly run: (input: CheckInput) => Promise<Partial<Case>>
}
