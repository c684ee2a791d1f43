import * as z from 'zod/mini'
import { sides } from './fault.ts'

/**
 * The board in brief, as `/brief.json` of the status process answers it: what an edge asks every minute, and a browser keeps. A
 * whole board has 90 days of every component. It stands apart from it, so that the page need not load what only boards need.
 */
export const briefBoardSchema = z.object({
  /** When all of it held. */
  asOf: z.number(),
  name: z.string(),
  /** The monitor's own network is away, since then. */
  blindSince: z.nullable(z.number()),
  /** Incidents that are open and hurt somebody; the one that hurts most comes first. */
  open: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      side: z.nullable(z.enum(sides)),
      startedAt: z.number(),
      /** What is safe meanwhile. */
      safe: z.string(),
      /** The forecast in sentences: ranges with odds. */
      says: z.array(z.string()),
    }),
  ),
})
export type BriefBoard = z.infer<typeof briefBoardSchema>
