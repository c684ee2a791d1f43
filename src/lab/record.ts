import * as z from 'zod/mini'
import { caseSchema, type Case } from '#protocol/case.ts'
import { sides, type Side } from '#protocol/fault.ts'
import { hopResults, visitorHops, type HopTest } from '#protocol/visitor-tests.ts'
import { tiers, type Tier } from './tiers.ts'

export const recordVersion = 2

/** What the doctor concluded from one amount of evidence. */
export interface Concluded {
  readonly tier: Tier
  readonly standing: string
  readonly cause: string
  readonly p: number
  readonly side: Side | null
  /** The first, and the causes that are said to look like it. */
  readonly together: readonly string[]
  readonly firstThree: readonly string[]
  readonly nextTest: string | null
  readonly isRight: boolean
  readonly isRightSide: boolean
  /** Evidence that is the same as that of another run has the same signature. */
  readonly signature: string
  readonly says: readonly string[]
}

/** One fault, made once: what was there to be seen, and what the doctor concluded from how much of it. */
export interface Run {
  readonly fault: string
  readonly title: string
  readonly seed: number
  readonly truth: string
  readonly side: Side | null
  readonly isWell: boolean
  /** How long the doctor took from its start to its end; in milliseconds. */
  readonly tookMs: number
  readonly evidence: Case
  readonly concluded: readonly Concluded[]
  /** Whether it answered after the fix of the cause that was named first had been carried out; null where nobody at the site can mend it. */
  readonly isMended: boolean | null
}

/** One fault, made once, as a visitor with a browser met it. */
export interface Visit {
  readonly fault: string
  readonly title: string
  readonly seed: number
  /** Null where nothing was wrong. */
  readonly side: Side | null
  readonly said: Side | null
  readonly p: number
  /** Sides that were said to look like the first. */
  readonly together: readonly Side[]
  readonly isRight: boolean
  readonly hops: readonly Pick<HopTest, 'hop' | 'result' | 'says'>[]
  /** From loading the page to its verdict; in milliseconds. */
  readonly tookMs: number
  /** Whether the page said that all is well once it was mended. */
  readonly isOver: boolean
}

/** What a run of the lab was and saw. */
export interface LabRecord {
  readonly version: typeof recordVersion
  /** ISO 8601. */
  readonly at: string
  readonly kernel: string
  readonly seeds: readonly number[]
  readonly runs: readonly Run[]
  readonly visits: readonly Visit[]
  /** Faults that this machine cannot make, and those that went wrong in the making, with the reason. */
  readonly notMade: readonly { readonly fault: string; readonly why: string }[]
  readonly broken: readonly { readonly fault: string; readonly seed: number; readonly why: string }[]
}

const side = z.nullable(z.enum(sides))

const concludedSchema = z.object({
  tier: z.enum(tiers),
  standing: z.string(),
  cause: z.string(),
  p: z.number(),
  side,
  together: z.array(z.string()),
  firstThree: z.array(z.string()),
  nextTest: z.nullable(z.string()),
  isRight: z.boolean(),
  isRightSide: z.boolean(),
  signature: z.string(),
  says: z.array(z.string()),
})

const runSchema = z.object({
  fault: z.string(),
  title: z.string(),
  seed: z.int(),
  truth: z.string(),
  side,
  isWell: z.boolean(),
  tookMs: z.number(),
  evidence: caseSchema,
  concluded: z.array(concludedSchema),
  isMended: z.nullable(z.boolean()),
})

const visitSchema = z.object({
  fault: z.string(),
  title: z.string(),
  seed: z.int(),
  side,
  said: side,
  p: z.number(),
  together: z.array(z.enum(sides)),
  isRight: z.boolean(),
  hops: z.array(z.object({ hop: z.enum(visitorHops), result: z.enum(hopResults), says: z.string() })),
  tookMs: z.number(),
  isOver: z.boolean(),
})

export const recordSchema: z.ZodMiniType<LabRecord> = z.object({
  version: z.literal(recordVersion),
  at: z.string(),
  kernel: z.string(),
  seeds: z.array(z.int()),
  runs: z.array(runSchema),
  visits: z.array(visitSchema),
  notMade: z.array(z.object({ fault: z.string(), why: z.string() })),
  broken: z.array(z.object({ fault: z.string(), seed: z.int(), why: z.string() })),
})
