import * as z from 'zod/mini'

/** What `/healthz` of every process answers. */
export const healthSchema = z.object({
  process: z.enum(['edge', 'server', 'status']),
  version: z.string(),
  /** `protocolVersion` of the build: processes that were not updated together may differ. */
  protocol: z.number(),
  /** `draining`: finishing what runs, taking nothing new. `reading`: showing what is stored, taking nothing new. */
  state: z.enum(['ready', 'draining', 'reading']),
  /** Why it only reads: an id of the catalogue of faults, and what was seen. */
  fault: z.optional(z.string()),
  because: z.optional(z.string()),
  upMs: z.number(),
})
export type Health = z.infer<typeof healthSchema>
