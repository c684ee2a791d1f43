import { reaches } from '#doctor/visitor.ts'
import {
  pathSteps,
  type HopTest,
  type PathStep,
  type StepTaken,
  type VisitorHop,
  type VisitorRun,
} from '#protocol/visitor-tests.ts'

/** Where the person is on the path: the first step that nothing came of yet; null when it is over. */
export function stepNow(steps: readonly StepTaken[]): PathStep | null {
  if (steps.some(({ outcome }) => outcome === 'mended')) return null
  return pathSteps.find((step) => !steps.some((one) => one.step === step)) ?? null
}

export function testOf(run: VisitorRun | undefined, hop: VisitorHop): HopTest | undefined {
  return run?.hops.find((test) => test.hop === hop)
}

const leastPauseMs = 2000
const usualPauseMs = 5000
/** Whoever is told to come back much later is told so, and not kept waiting in front of a page. */
const mostPauseMs = 30_000

/** When to ask again: as whoever answered wants it, else in a moment; never at the same instant as everybody else. */
export function pauseBefore(run: VisitorRun, chance: number): number {
  const wanted = Math.max(0, ...run.hops.map(({ retryAfterMs }) => retryAfterMs ?? 0))
  const base = Math.min(mostPauseMs, Math.max(leastPauseMs, wanted === 0 ? usualPauseMs : wanted))
  return Math.round(base * (1 + 0.3 * chance))
}

/** Why clearing the cache cannot help with what was seen; null where new parts of the page might. */
export function whyCacheCannotHelp(run: VisitorRun): string | null {
  const kept = 'do not clear this site’s data: what waits here to be sent would go with it.'
  if (testOf(run, 'edge')?.result !== 'ok') {
    return `It cannot help: the page already opens from this device, and our edge, from which newer parts would come, does not answer. And ${kept}`
  }
  if (!reaches(run)) {
    return `It cannot help: what fails is our server, and of its answers your browser keeps none in its cache. And ${kept}`
  }
  return null
}
