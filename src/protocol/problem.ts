import * as z from 'zod/mini'
import { faults, sides, type FaultId } from './faults.ts'

/** The media type of a fault on the wire (RFC 9457 §3). */
export const problemType = 'application/problem+json'

/** A fault on the wire: an RFC 9457 problem document with Holdfast's members. */
export const problemSchema = z.looseObject({
  /** A URN of our own: `urn:holdfast:fault:<fault>`. */
  type: z.string(),
  title: z.string(),
  status: z.number(),
  /** What happened and what to do, for the person who meets it. */
  detail: z.string(),
  /** The path that was asked for. */
  instance: z.optional(z.string()),
  fault: z.string(),
  side: z.enum(sides),
  /** What is safe, as a fact. */
  kept: z.string(),
  /** The measurement beside the words: what was seen, for whoever looks for the cause. */
  because: z.optional(z.string()),
  /** When to come back, in milliseconds from now. Each client gets its own, so that they do not come back together. */
  retryAfterMs: z.optional(z.number()),
  requestId: z.optional(z.string()),
})
export type Problem = z.infer<typeof problemSchema>

export interface ProblemDetails {
  readonly requestId?: string | undefined
  readonly instance?: string | undefined
  readonly because?: string | undefined
  readonly retryAfterMs?: number | undefined
  /** Further members of this fault alone, such as `errors` or `limitBytes`. */
  readonly members?: Readonly<Record<string, unknown>> | undefined
}

/** The problem document of a fault. Members that are not known stay undefined, and so do not reach the wire. */
export function problem(id: FaultId, { members, ...details }: ProblemDetails = {}): Problem {
  const fault = faults[id]
  return {
    type: `urn:holdfast:fault:${id}`,
    title: fault.title,
    status: fault.status,
    detail: `${fault.says} ${fault.todo}`,
    fault: id,
    side: fault.side,
    kept: fault.kept,
    ...details,
    ...members,
  }
}
