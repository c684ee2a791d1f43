import * as z from 'zod/mini'
import { evidenceSchema, type Evidence } from './evidence.ts'
import { sides, type Fault } from './fault.ts'
import { faults, type FaultId } from './faults.ts'
import { pageFaults, type PageFaultId } from './page-faults.ts'

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
  /** The same for programs, where the edge met the fault on its way to a server. */
  evidence: z.optional(evidenceSchema),
  /** The number under which CDNs made the fault known, where the status had to be another one: 521 inside a 503. */
  number: z.optional(z.number()),
  /** When to come back, in milliseconds from now. Each client gets its own, so that they do not come back together. */
  retryAfterMs: z.optional(z.number()),
  requestId: z.optional(z.string()),
  /** By which the edge knows its own fault again, for "I see it too" (`report.ts`). */
  receipt: z.optional(z.string()),
  /** The incident of the status page that this belongs to. */
  incident: z.optional(z.string()),
})
export type Problem = z.infer<typeof problemSchema>

export interface ProblemDetails {
  readonly requestId?: string | undefined
  readonly instance?: string | undefined
  readonly because?: string | undefined
  readonly evidence?: Evidence | undefined
  readonly retryAfterMs?: number | undefined
  readonly receipt?: string | undefined
  /** Further members of this fault alone, such as `errors` or `limitBytes`. */
  readonly members?: Readonly<Record<string, unknown>> | undefined
}

/** The problem document of a fault. Members that are not known stay undefined, and so do not reach the wire. */
export function problem(id: FaultId, details?: ProblemDetails): Problem {
  return problemOf(id, faults[id], details)
}

/** The same for the page, which has the words of what it says itself and of nothing else. */
export function pageProblem(id: PageFaultId, details?: ProblemDetails): Problem {
  return problemOf(id, pageFaults[id], details)
}

function problemOf(id: FaultId, fault: Fault, { members, ...details }: ProblemDetails = {}): Problem {
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
