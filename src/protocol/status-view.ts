import * as z from 'zod/mini'

/** What `/view.json` of a status process answers: what this one instance sees, for others that watch the same site. */
export const statusViewSchema = z.object({
  /** When it last looked; null before it has. Milliseconds, UTC. */
  asOf: z.nullable(z.number()),
  /** It is cut off itself, and its word counts for nothing. */
  isBlind: z.boolean(),
  /** What surely fails, by the keys that components have: `edge`, `backend:NAME`. */
  failing: z.array(z.string().check(z.maxLength(300))).check(z.maxLength(200)),
})
export type StatusView = z.infer<typeof statusViewSchema>
