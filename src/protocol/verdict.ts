import * as z from 'zod/mini'
import { sides } from './fault.ts'

/** The number of the schema of verdicts. Raised when a program that reads them would misread a new one. */
export const verdictVersion = 1

/** Something seen, in words, and how much it speaks for or against a cause: the logarithm of a ratio of likelihoods, in bits. */
const reasonSchema = z.object({ evidence: z.string(), says: z.string(), bits: z.number() })

const suspectSchema = z.object({
  /** Its page is `docs/causes/<id>.md`. */
  id: z.string(),
  title: z.string(),
  /** Null where nothing is wrong, or where nobody can tell. */
  side: z.nullable(z.enum(sides)),
  /** What is believed of it after the evidence, between 0.0001 and 0.9999. */
  p: z.number(),
  /** The faults of the lab that are this cause. */
  lab: z.array(z.string()),
  for: z.array(reasonSchema),
  against: z.array(reasonSchema),
})
export type Suspect = z.infer<typeof suspectSchema>

/** What the doctor makes of a case. */
export const verdictSchema = z.object({
  version: z.literal(verdictVersion),
  /** Whether the origin answers as far as was seen; `unsteady` when it sometimes does. */
  standing: z.enum(['answers', 'fails', 'unsteady', 'unknown']),
  /** The number by which CDNs call what was seen; 200 for an answer, null where there is no number for it. */
  code: z.nullable(z.int()),
  /** Null where nothing is wrong, or no side is likelier than not. */
  side: z.nullable(z.enum(sides)),
  sideP: z.number(),
  /** The likeliest first. */
  causes: z.array(suspectSchema),
  /** What the second place met further on than the failing one came: a fault of its own that waits behind the first. */
  also: z.array(suspectSchema),
  /** What would tell most for what it costs; null where nothing that is known would. */
  nextTest: z.nullable(
    z.object({
      id: z.string(),
      what: z.string(),
      who: z.enum(['edge', 'vantage', 'host', 'operator']),
      why: z.string(),
      gainBits: z.number(),
      cost: z.string(),
    }),
  ),
  /** For the likeliest cause; null where there is nothing to mend, or nobody knows what. */
  fix: z.nullable(
    z.object({ cause: z.string(), steps: z.array(z.string()), risk: z.string(), verify: z.string(), cost: z.string() }),
  ),
  /** Causes that this evidence cannot tell from the likeliest, with it; empty when it stands alone. */
  cannotTell: z.array(z.string()),
  prior: z.object({ name: z.enum(['experience', 'even']), says: z.string() }),
  /** What was seen, each in one line; `doubt` from 0 to 1 is how little it may be worth. */
  evidence: z.array(z.object({ evidence: z.string(), says: z.string(), doubt: z.number() })),
  /** What the evidence holds that was not used, and why. */
  notes: z.array(z.string()),
})
export type Verdict = z.infer<typeof verdictSchema>
