import * as z from 'zod/mini'
import type { Kind } from './library.ts'

/** A generator as it is kept in this browser. */
export interface SavedGenerator {
  readonly id: string
  /** What its writer calls it, and what others import it by. Empty while nobody has named it. */
  readonly name: string
  readonly text: string
  readonly changedAt: number
}

const savedSchema: z.ZodMiniType<SavedGenerator> = z.object({
  id: z.string(),
  name: z.string(),
  text: z.string(),
  changedAt: z.number(),
})

export const savedGenerators: Kind<SavedGenerator> = { name: 'generator', schema: savedSchema }
