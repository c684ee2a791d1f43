import * as z from 'zod/mini'

/** How far an attempt to ask a server had come when it failed. */
export const phases = ['dns', 'connect', 'tls', 'request', 'headers', 'body'] as const
export type Phase = (typeof phases)[number]

/** What was seen of the way to a server, for whoever looks for the cause. */
export const evidenceSchema = z.object({
  phase: z.enum(phases),
  /** What was seen, in one word: `refused`, `silent`, `expired` and so on. */
  kind: z.string(),
  /** The code of the system, of TLS or of the HTTP parser, as it came; empty where there is none. */
  code: z.string(),
  /** How long the phase had lasted. */
  tookMs: z.number(),
  /** How much of an answer had come. */
  sizeBytes: z.number(),
  /** What was tried before this, each in one line. */
  tried: z.array(z.string()),
})
export type Evidence = z.infer<typeof evidenceSchema>
