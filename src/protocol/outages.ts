import * as z from 'zod/mini'

/** What `/outages` of the status process answers: how long the others were away, as it measured it. Milliseconds, UTC. */
export const outageHistorySchema = z.object({
  /** Since when it has been watching. */
  since: z.number(),
  /** When this was known. */
  asOf: z.number(),
  /** Outages that are over, the oldest first. One that had begun before it watched is not among them. */
  durationsMs: z.object({ edge: z.array(z.number()), server: z.array(z.number()) }),
})
export type OutageHistory = z.infer<typeof outageHistorySchema>
