import * as z from 'zod/mini'

/** What `/healthz` of every process answers. */
export const healthSchema = z.object({
  process: z.enum(['edge', 'server', 'status']),
  version: z.string(),
  /** `protocolVersion` of the build: processes that were not updated together may differ. */
  protocol: z.number(),
  /** `draining`: finishing what runs, taking nothing new. */
  state: z.enum(['ready', 'draining']),
  upMs: z.number(),
})
export type Health = z.infer<typeof healthSchema>
