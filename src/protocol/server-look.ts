import * as z from 'zod/mini'
import { backendInfoSchema } from './backends.ts'
import { healthSchema } from './health.ts'

/** How a back end is, as the server last found it. Milliseconds, UTC. */
export const backendLookSchema = z.object({
  name: z.string(),
  kind: backendInfoSchema.shape.kind,
  /** Null where there is nothing to ask: a model inside the server answers when the server does. */
  answers: z.nullable(z.boolean()),
  /** An id of the catalogue of faults, and what was measured. */
  fault: z.optional(z.string()),
  because: z.optional(z.string()),
  askedAt: z.nullable(z.number()),
  tookMs: z.nullable(z.number()),
})
export type BackendLook = z.infer<typeof backendLookSchema>

/** What `GET /api/health` answers: how the server is, with everything behind it. Through the edge it shows that way, too. */
export const serverLookSchema = z.object({
  ...healthSchema.shape,
  backends: z.array(backendLookSchema),
  /** The name of the one that writes when a turn names none; null while looking. */
  chosen: z.nullable(z.string()),
})
export type ServerLook = z.infer<typeof serverLookSchema>

/** What `POST /api/canary` answers: a few tokens that the chosen back end wrote for nobody, and how fast. */
export const canarySchema = z.object({
  /** `skipped`: the practice narrator writes, or nothing can; or the server is closing. */
  outcome: z.enum(['wrote', 'failed', 'skipped']),
  backend: z.nullable(z.string()),
  at: z.number(),
  firstTokenMs: z.nullable(z.number()),
  tokens: z.number(),
  /** After the first token; null with fewer than two. */
  tokensPerSecond: z.nullable(z.number()),
  fault: z.optional(z.string()),
  because: z.optional(z.string()),
})
export type Canary = z.infer<typeof canarySchema>
