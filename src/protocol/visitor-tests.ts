import * as z from 'zod/mini'
import { sides } from './fault.ts'

/** The hops that a browser can test by itself, from the reader on. */
export const visitorHops = ['device', 'page', 'edge', 'server', 'model', 'status', 'status-host', 'elsewhere'] as const
export type VisitorHop = (typeof visitorHops)[number]

/**
 * How a hop answered. `refused`: no answer, and that was clear at once. `late`: no answer, and that took a while. `silent`: nothing
 * within the patience of the test. `fault`: it said itself what is wrong. `cdn`: a CDN in front said so. `challenge`: a CDN wants to see
 * whether a person asks. `foreign`: somebody else answered in its place.
 */
export const hopResults = ['ok', 'refused', 'late', 'silent', 'fault', 'cdn', 'challenge', 'foreign'] as const
export type HopResult = (typeof hopResults)[number]

const momentSchema = z.int()
const countSchema = z.int().check(z.minimum(0))
const wordsSchema = z.string()

const hopTestSchema = z.object({
  hop: z.enum(visitorHops),
  at: momentSchema,
  tookMs: countSchema,
  result: z.enum(hopResults),
  /** The first attempt failed, and the second did not. */
  isUnsteady: z.boolean(),
  /** The HTTP status, where an answer came that may be read; else null. */
  status: z.nullable(z.int()),
  /** What the answer said of itself: an id of the catalogue of faults, and whose side it is on. */
  fault: z.nullable(wordsSchema),
  side: z.nullable(z.enum(sides)),
  /** After how long it asked to be asked again. */
  retryAfterMs: z.nullable(countSchema),
  says: wordsSchema,
})
export type HopTest = z.infer<typeof hopTestSchema>

/** One look at all hops. */
export const visitorRunSchema = z.object({
  at: momentSchema,
  hops: z.array(hopTestSchema).check(z.maxLength(visitorHops.length)),
  /**
   * A mark of the network that the edge was asked from: the same for the same public address, one of 65,536, so that two looks
   * can be told to be of one network and nobody can tell the address. Null where the edge did not say.
   */
  network: z.nullable(z.int().check(z.minimum(0), z.maximum(65_535))),
})
export type VisitorRun = z.infer<typeof visitorRunSchema>

/** The five things that every guide tells people to try, in its order. */
export const pathSteps = ['refresh', 'status', 'vpn', 'cache', 'network'] as const
export type PathStep = (typeof pathSteps)[number]

/** What came of a step. */
export const stepOutcomes = [
  'mended',
  'same',
  'told',
  'no-word',
  'none-here',
  'cannot-help',
  'skipped',
  'works-there',
  'fails-there',
  'same-network',
] as const
export type StepOutcome = (typeof stepOutcomes)[number]

const stepTakenSchema = z.object({
  step: z.enum(pathSteps),
  at: momentSchema,
  outcome: z.enum(stepOutcomes),
  says: wordsSchema,
})
export type StepTaken = z.infer<typeof stepTakenSchema>

/** What the tests amount to. */
const visitorVerdictSchema = z.object({
  /** Null when nothing is wrong. */
  side: z.nullable(z.enum(sides)),
  /** From 0 to 1. */
  p: z.number().check(z.minimum(0), z.maximum(1)),
  says: wordsSchema,
  because: z.array(wordsSchema).check(z.maxLength(10)),
  /** Sides that this evidence cannot tell from the first one. */
  cannotTell: z.array(z.enum(sides)),
  action: wordsSchema,
})

/** Everything that the page for testing the way has found out, for whoever helps. */
export const visitorTestsSchema = z.object({
  /** The latest looks, newest last. */
  runs: z.array(visitorRunSchema).check(z.maxLength(8)),
  steps: z.array(stepTakenSchema).check(z.maxLength(10)),
  /** What another device found in its network. */
  other: z.nullable(visitorRunSchema),
  verdict: z.nullable(visitorVerdictSchema),
})
export type VisitorTests = z.infer<typeof visitorTestsSchema>

/** Where else a browser may look, as the operator set it. The page keeps it for when nothing answers. */
export const visitorPlacesSchema = z.object({
  /** The status page on a host of its own. */
  statusHost: z.nullable(z.string().check(z.maxLength(300))),
  /** Somebody else's host, asked only to learn whether the reader's network works at all. */
  elsewhere: z.nullable(z.string().check(z.maxLength(300))),
})
export type VisitorPlaces = z.infer<typeof visitorPlacesSchema>

/** Where the edge says those places, and where devices that compare their tests meet. */
export const visitorPlacesPath = '/edge/places'
export const meetingPath = (code: string): string => `/checks/${code}`

/** What a code of a meeting looks like: ten letters and digits that nobody confuses (Crockford's alphabet), 50 bits. */
export const meetingCodePattern: RegExp = /^[0-9a-hjkmnp-tv-z]{10}$/
