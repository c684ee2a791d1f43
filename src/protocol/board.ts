import * as z from 'zod/mini'
import { sides } from './fault.ts'

/**
 * The board: what the status side says in public, whole, at one instant, as `/board.json` answers it. Page, snapshot,
 * feeds and the Statuspage API are all made from one board, so that they never contradict each other. Times are
 * milliseconds since 1970, UTC.
 */

/** The hops from a reader to the words, in their order. */
export const hops = ['dns', 'edge', 'server', 'database', 'backend', 'canary'] as const
export type Hop = (typeof hops)[number]

/** Statuspage's words (https://developer.statuspage.io), from well to worst; maintenance apart. */
export const componentStates = [
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
  'under_maintenance',
] as const
export type ComponentState = (typeof componentStates)[number]

export const incidentPhases = ['investigating', 'identified', 'monitoring', 'resolved', 'postmortem'] as const
export type IncidentPhase = (typeof incidentPhases)[number]

export const maintenanceStates = ['scheduled', 'in_progress', 'verifying', 'completed'] as const
export type MaintenanceState = (typeof maintenanceStates)[number]

export const impacts = ['none', 'minor', 'major', 'critical'] as const
export type Impact = (typeof impacts)[number]

/** By how much they hurt, the worst first; of equal ones in the order that they had. */
export function worstFirst<T extends { readonly impact: Impact }>(incidents: readonly T[]): T[] {
  return incidents.toSorted((a, b) => impacts.indexOf(b.impact) - impacts.indexOf(a.impact))
}

/** 12 lower-case letters and digits, as Statuspage's clients expect them. */
const shortIdSchema = z.string().check(z.regex(/^[a-z0-9]{12}$/))

/** How long one UTC day was not well. */
export const daySchema = z.object({
  /** `2026-11-30`. */
  day: z.string(),
  degradedMs: z.number(),
  partialMs: z.number(),
  majorMs: z.number(),
  maintenanceMs: z.number(),
  /** How much of it nobody looked: the monitor did not run or was blind. */
  unseenMs: z.number(),
})
export type BoardDay = z.infer<typeof daySchema>

export const componentSchema = z.object({
  id: shortIdSchema,
  name: z.string(),
  /** What it does for people, in a sentence. */
  description: z.string(),
  hop: z.nullable(z.enum(hops)),
  group: z.nullable(z.string()),
  state: z.enum(componentStates),
  createdAt: z.number(),
  /** Since when it has been in this state. */
  since: z.number(),
  /** Several people say that it fails, while our probes see nothing. */
  isReported: z.boolean(),
  /** Our probe sees it fail, and the operator holds that for wrong: since when, and why. It is not measured meanwhile. */
  distrusted: z.optional(z.object({ since: z.number(), because: z.string() })),
  /** Of what writes a little for nobody: how fast that was when it was looked at last, within a day. */
  canary: z.optional(
    z.object({
      at: z.number(),
      backend: z.string(),
      firstTokenMs: z.number(),
      /** After the first token; null where there was one only. */
      tokensPerSecond: z.nullable(z.number()),
    }),
  ),
  /** The last 90 days that were watched, the oldest first. */
  days: z.array(daySchema),
  /** Median milliseconds of a probe, by hour, the oldest first, at most 48; null where nobody looked. */
  latencyMs: z.array(z.nullable(z.number())),
})
export type BoardComponent = z.infer<typeof componentSchema>

export const updateSchema = z.object({
  id: shortIdSchema,
  phase: z.enum([...incidentPhases, ...maintenanceStates]),
  body: z.string(),
  at: z.number(),
  by: z.enum(['holdfast', 'operator']),
  /** The text that stood here before, and until when: history nobody can quietly edit. The oldest first. */
  earlier: z.array(z.object({ body: z.string(), until: z.number() })),
  changes: z.array(
    z.object({ componentId: shortIdSchema, from: z.enum(componentStates), to: z.enum(componentStates) }),
  ),
})
export type BoardUpdate = z.infer<typeof updateSchema>

/** Minutes that such an outage lasts in all, as in `holdfast forecast --json`, for the moment `at`. */
export const boardForecastSchema = z.object({
  at: z.number(),
  elapsedMin: z.number(),
  q10: z.number(),
  q50: z.number(),
  q90: z.number(),
  /** How likely it is over within 30 minutes, 0 to 1. */
  p30: z.number(),
  /** From how many outages of this site it was learnt. */
  n: z.number(),
  /** The same for people, as whole sentences: a range with odds, never a clock time. */
  says: z.array(z.string()),
})
export type BoardForecast = z.infer<typeof boardForecastSchema>

export const incidentSchema = z.object({
  id: shortIdSchema,
  /** Counts from 1; names it in feeds. */
  number: z.number(),
  title: z.string(),
  phase: z.enum(incidentPhases),
  impact: z.enum(impacts),
  side: z.nullable(z.enum(sides)),
  /** The doctor's first cause, an id of its catalogue, and how likely. */
  cause: z.nullable(z.object({ id: z.string(), p: z.number() })),
  /** An id of the catalogue of faults: what the edge says meanwhile. */
  fault: z.nullable(z.string()),
  /** What was seen: code, errno, phase, since when. */
  evidence: z.array(z.string()),
  /** What is safe meanwhile, in counts or facts. */
  safe: z.string(),
  /** When it was first seen to fail. */
  startedAt: z.number(),
  /** When it became public. */
  openedAt: z.number(),
  changedAt: z.number(),
  /** When it was first measured well again, and stayed so; apart from when somebody said so. */
  recoveredAt: z.nullable(z.number()),
  resolvedAt: z.nullable(z.number()),
  componentIds: z.array(shortIdSchema),
  /** The newest first. */
  updates: z.array(updateSchema),
  /** Until when the next word was promised; null when it is over. */
  nextUpdateBy: z.nullable(z.number()),
  /** How often such a promise was not kept. */
  missedUpdates: z.number(),
  forecast: z.nullable(boardForecastSchema),
  /** How many people said "I see it too". */
  reports: z.number(),
  /** Written down after it was over. */
  isBackfilled: z.boolean(),
})
export type BoardIncident = z.infer<typeof incidentSchema>

export const maintenanceSchema = z.object({
  id: shortIdSchema,
  number: z.number(),
  title: z.string(),
  state: z.enum(maintenanceStates),
  createdAt: z.number(),
  changedAt: z.number(),
  from: z.number(),
  until: z.number(),
  componentIds: z.array(shortIdSchema),
  updates: z.array(updateSchema),
})
export type BoardMaintenance = z.infer<typeof maintenanceSchema>

export const boardSchema = z.object({
  /** When all of it held. */
  asOf: z.number(),
  /** Names the page; the same for ever. */
  id: shortIdSchema,
  name: z.string(),
  /** Where the page is found, without a slash at its end. */
  url: z.string(),
  /** An IANA name, such as `Europe/Berlin`. */
  timeZone: z.string(),
  components: z.array(componentSchema),
  /** Those that are not over, the newest first. */
  open: z.array(incidentSchema),
  /** Those that are over, the newest first, at most 50. */
  past: z.array(incidentSchema),
  maintenances: z.array(maintenanceSchema),
  /** The monitor's own network is away: since when, and when it last saw anything. */
  blind: z.nullable(z.object({ since: z.number(), lastLookAt: z.nullable(z.number()) })),
  /** How often the published 80 % ranges were right. */
  score: z.object({ right: z.number(), of: z.number() }),
  /** For how long in the last 90 days something failed while this page still said that all is well. */
  greenWhileFailingMs: z.number(),
})
export type Board = z.infer<typeof boardSchema>
