import * as z from 'zod/mini'
import { remedies, type Remedy } from '#protocol/bundle.ts'
import {
  meetingCodePattern,
  visitorPlacesSchema,
  visitorTestsSchema,
  type PathStep,
  type StepOutcome,
  type VisitorPlaces,
  type VisitorTests,
} from '#protocol/visitor-tests.ts'
import { jsonOf } from '../json.ts'
import type { Shelf } from '../means.ts'

const testsKey = 'holdfast:check'
const placesKey = 'holdfast:places'

export interface KeptTests {
  readonly at: number
  /** Where another device meets this one, and by what the marks of networks are salted. */
  readonly code: string
  readonly tests: VisitorTests
}

const keptSchema: z.ZodMiniType<KeptTests> = z.object({
  at: z.int(),
  code: z.string().check(z.regex(meetingCodePattern)),
  tests: visitorTestsSchema,
})

/** What was tested is kept, so that it goes on after the page is loaded anew, and into what is sent to whoever helps. */
export function keepTests(shelf: Shelf, kept: KeptTests): void {
  shelf.put(testsKey, JSON.stringify(kept))
}

export function keptTests(shelf: Shelf): KeptTests | null {
  return keptSchema.safeParse(jsonOf(shelf.get(testsKey) ?? '')).data ?? null
}

const recentMs = 86_400_000

/** What was tested today: what is older says nothing about what somebody asks help for now. */
export function recentTests(shelf: Shelf, now: number): VisitorTests | null {
  const kept = keptTests(shelf)
  return kept !== null && Math.abs(now - kept.at) < recentMs ? kept.tests : null
}

export function forgetTests(shelf: Shelf): void {
  shelf.remove(testsKey)
}

/** Where else this browser may look: as the edge said it last, for it is wanted most when the edge says nothing. */
export function keptPlaces(shelf: Shelf): VisitorPlaces {
  const read = visitorPlacesSchema.safeParse(jsonOf(shelf.get(placesKey) ?? ''))
  return read.data ?? { statusHost: null, elsewhere: null }
}

export function keepPlaces(shelf: Shelf, places: VisitorPlaces): void {
  shelf.put(placesKey, JSON.stringify(places))
}

/** What was tried in vain, by the names that whoever helps goes by. */
const remediesOf: Readonly<Record<PathStep, Partial<Readonly<Record<StepOutcome, readonly Remedy[]>>>>> = {
  refresh: { same: ['reloaded'] },
  status: {},
  vpn: { same: ['vpn-off'] },
  cache: { same: ['cache-cleared'] },
  network: { 'fails-there': ['other-network', 'other-device'], 'same-network': ['other-device'] },
}

export function remediesTaken({ steps }: VisitorTests): ReadonlyMap<Remedy, number> {
  const taken = steps.flatMap(({ step, outcome, at }) =>
    (remediesOf[step][outcome] ?? []).map((remedy) => [remedy, at] as const),
  )
  return new Map(taken.filter(([remedy]) => remedies.includes(remedy)))
}
