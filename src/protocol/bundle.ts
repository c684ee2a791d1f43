import * as z from 'zod/mini'
import { bundlePictureSchema } from './bundle-picture.ts'
import { idSchema } from './chats.ts'
import { sides } from './fault.ts'
import { sightingSchema } from './sighting.ts'
import { visitorTestsSchema } from './visitor-tests.ts'

/**
 * The number of the bundle's form (docs/spec/bundle.md). Raised when a reader as it was could take something wrong; new
 * fields and new sections, which it passes over, do not raise it.
 */
export const bundleVersion = 1

/** A moment, in whole milliseconds since 1970 UTC. */
const momentSchema = z.int()
const countSchema = z.int().check(z.minimum(0))

/** What tells a bundle from other JSON, and its version, whatever else has changed. */
export const bundleHeaderSchema = z.object({ holdfast: z.literal('support-bundle'), version: z.int() })

const checkedHops = ['edge', 'server', 'status'] as const

/** One question to one process, from the page. */
const connectionCheckSchema = z.object({
  hop: z.enum(checkedHops),
  at: momentSchema,
  tookMs: countSchema,
  /** Null when it answered as it should. */
  fault: z.nullable(z.string()),
  side: z.nullable(z.enum(sides)),
  /** What it said of itself, or what was seen instead. */
  says: z.string(),
})
export type ConnectionCheck = z.infer<typeof connectionCheckSchema>

/** What a person tries before they ask for help. */
export const remedies = ['reloaded', 'vpn-off', 'cache-cleared', 'other-network', 'other-device'] as const
export type Remedy = (typeof remedies)[number]

const serverCountsSchema = z.object({
  askedAt: momentSchema,
  /** It has answered since it was last asked. */
  isReachable: z.boolean(),
  history: z.string(),
  restoredFrom: z.nullable(momentSchema),
  chats: countSchema,
  messages: countSchema,
  characters: countSchema,
  repliesWriting: countSchema,
  repliesWaiting: countSchema,
  lastBackup: z.nullable(z.object({ at: momentSchema, sizeBytes: countSchema, isVerified: z.boolean() })),
  storageFault: z.nullable(z.string()),
  backupFault: z.nullable(z.string()),
})

/** Where a person's words are, in counts: the device's ledger and the server's, without a word of theirs. */
const bundleLedgerSchema = z.object({
  countedAt: momentSchema,
  drafts: z.object({ boxes: countSchema, characters: countSchema }),
  turnsWaiting: countSchema,
  repliesReading: countSchema,
  copies: z.nullable(
    z.object({ chats: countSchema, messages: countSchema, sizeBytes: countSchema, onlyHere: countSchema }),
  ),
  lastCopy: z.nullable(z.object({ at: momentSchema, messages: countSchema, isVerified: z.boolean() })),
  isLasting: z.nullable(z.boolean()),
  storeFault: z.nullable(z.string()),
  server: z.nullable(serverCountsSchema),
})
export type BundleLedger = z.infer<typeof bundleLedgerSchema>

/** Browser and device, no finer than it takes to know which they are. */
const bundleDeviceSchema = z.object({
  /** Name and main version: `Chromium 141`. */
  browser: z.string(),
  system: z.string(),
  isMobile: z.boolean(),
  languages: z.array(z.string()),
  /** Of the page's own window, in CSS pixels, rounded to tens. */
  window: z.object({ width: countSchema, height: countSchema }),
  saysOnline: z.boolean(),
  /** As the browser calls the kind of connection; null where it does not tell. */
  connection: z.nullable(z.string()),
  /** `kept`: a worker opens the page from the device. `new`: it will from the next time on. `none`: there is none. */
  shell: z.enum(['kept', 'new', 'none']),
  storage: z.nullable(z.object({ usedMB: countSchema, quotaMB: countSchema })),
})
export type BundleDevice = z.infer<typeof bundleDeviceSchema>

export const troubleKinds = ['words', 'broken', 'other'] as const
export type TroubleKind = (typeof troubleKinds)[number]

const sectionsSchema = z.object({
  /** What the person wrote for whoever helps. */
  words: z.optional(z.string()),
  faults: z.optional(z.array(sightingSchema)),
  checks: z.optional(z.array(connectionCheckSchema)),
  /** What the page for testing the way found, if the person went there. */
  tests: z.optional(visitorTestsSchema),
  tried: z.optional(z.array(z.object({ remedy: z.enum(remedies), at: momentSchema }))),
  ledger: z.optional(bundleLedgerSchema),
  device: z.optional(bundleDeviceSchema),
  /** One picture of the person's own. It is not searched for secrets: nobody can. */
  picture: z.optional(bundlePictureSchema),
})
export type BundleSections = z.infer<typeof sectionsSchema>
export type SectionName = keyof BundleSections
export const sectionNames = [
  'words',
  'faults',
  'checks',
  'tests',
  'tried',
  'ledger',
  'device',
  'picture',
] as const satisfies readonly SectionName[]

/** What support needs to know, as a page makes it. What is not named here is in no bundle. */
export const bundleSchema = z.object({
  holdfast: z.literal('support-bundle'),
  version: z.literal(bundleVersion),
  id: idSchema,
  madeAt: momentSchema,
  /** The same moment as the person's clock has it, with offset and zone (RFC 9557). */
  madeAtLocal: z.string(),
  /** How far the device's clock is ahead of the server's, in milliseconds; null when no answer has told. */
  clockAheadMs: z.nullable(z.int()),
  /** The build of the page; null where it is not a build. */
  shell: z.nullable(z.string()),
  protocol: z.int(),
  about: z.enum(troubleKinds),
  sections: sectionsSchema,
  /** Sections that the person left out. */
  leftOut: z.array(z.enum(sectionNames)),
  /** What looked like a secret or an address and was replaced, by kind. */
  removed: z.array(z.object({ kind: z.string(), times: countSchema })),
})
export type Bundle = z.infer<typeof bundleSchema>
