import * as z from 'zod/mini'
import { sides } from './fault.ts'

/** A moment, in whole milliseconds since 1970 UTC. */
const momentSchema = z.int()

/** One spell of one fault at one address, however often it came back. */
export const sightingSchema = z.object({
  /** An id of the catalogue of faults. */
  fault: z.string(),
  side: z.enum(sides),
  title: z.string(),
  /** What was asked for, with ids as `:id` and without a query; `reply` when a reply ended so. */
  path: z.string(),
  firstAt: momentSchema,
  lastAt: momentSchema,
  times: z.int().check(z.minimum(1)),
  /** When the server had last answered this page before it began; null when it had not since the page was opened. */
  lastWellAt: z.nullable(momentSchema),
  /** What was seen, the last time. */
  because: z.optional(z.string()),
  /** The latest, newest last. */
  requestIds: z.array(z.string()),
})
export type Sighting = z.infer<typeof sightingSchema>
