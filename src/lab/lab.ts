import { readFile } from 'node:fs/promises'
import type { Clock } from '#shared/clock.ts'
import { chosenFaults } from './chosen.ts'
import { Crew, type Job } from './crew.ts'
import type { Expert } from './expert.ts'
import type { Fault } from './fault.ts'
import { allFaults } from './faults/all.ts'
import { ownMark } from './hosts/mark.ts'
import { clearOwn, sweep } from './hosts/sweep.ts'
import { makeFault, type Order } from './make-fault.ts'
import { makePapers } from './papers.ts'
import { recordVersion, type LabRecord, type Run, type Visit } from './record.ts'
import { visitFaults } from './visits/faults.ts'
import { makeVisit } from './visits/make-visit.ts'
import type { VisitFault } from './visits/visit-fault.ts'

export { whyNoLab } from './refusal.ts'
export type { Expert } from './expert.ts'

export interface RunLabOptions {
  readonly clock: Clock
  readonly expert: Expert
  /** Ids of faults; all when it is empty. */
  readonly faults: readonly string[]
  readonly seeds: readonly number[]
  /** How many sites stand side by side. */
  readonly atOnce: number
  readonly onRun?: (run: Run) => void
  readonly onVisit?: (visit: Visit) => void
  /** Ends it early: what is being looked at is taken away. */
  readonly signal: AbortSignal
}

/** A whole Holdfast and a browser have as much to do as so many sites, which mostly wait. */
const sitesPerVisit = 3

/** Makes faults, each with each seed, and answers with what was seen and concluded. */
export async function runLab(options: RunLabOptions): Promise<LabRecord> {
  const { clock, expert, seeds, atOnce, onRun, onVisit, signal } = options
  await sweep()
  signal.addEventListener('abort', () => void clearOwn(), { once: true })
  const { besideOthers, alone, visited, chromium, lacking } = chosenFaults(options.faults)
  const means = { clock, expert, papers: makePapers(), mark: ownMark(), chromium }
  const looks = (faults: readonly Fault[]): Job<Run>[] =>
    withEach(seeds, faults, (fault, seed, number) => makeFault(orderOf(fault, { seed, expert }), { ...means, number }))
  const visit = withEach(seeds, visited, (fault, seed, number) => makeVisit({ fault, seed }, { ...means, number }))
  const crew = new Crew(signal)
  const runs = [
    ...(await crew.carryOut(looks(besideOthers), { atOnce, onDone: onRun })),
    ...(await crew.carryOut(looks(alone), { atOnce: 1, onDone: onRun })),
  ]
  const visits = await crew.carryOut(visit, { atOnce: Math.ceil(atOnce / sitesPerVisit), onDone: onVisit })
  if (signal.aborted) await clearOwn()
  return {
    version: recordVersion,
    at: new Date(clock.now()).toISOString(),
    kernel: (await readFile('/proc/sys/kernel/osrelease', 'utf8')).trim(),
    seeds: [...seeds],
    runs: inOrder(runs, allFaults),
    visits: inOrder(visits, visitFaults),
    notMade: lacking,
    broken: crew.broken,
  }
}

function withEach<F extends { readonly id: string }, T>(
  seeds: readonly number[],
  faults: readonly F[],
  make: (fault: F, seed: number, number: number) => Promise<T>,
): Job<T>[] {
  return seeds.flatMap((seed) =>
    faults.map((fault) => ({ fault: fault.id, seed, carryOut: (number) => make(fault, seed, number) })),
  )
}

function orderOf(fault: Fault, { seed, expert }: { readonly seed: number; readonly expert: Expert }): Order {
  const truth = expert.causeOf(fault.formOf ?? fault.id)
  if (truth === undefined) throw new Error(`the catalogue of causes has none for the lab's fault ${fault.id}`)
  return { fault, seed, truth }
}

function inOrder<T extends Pick<Run | Visit, 'fault' | 'seed'>>(
  made: readonly T[],
  faults: readonly (Fault | VisitFault)[],
): T[] {
  const places = new Map(faults.map(({ id }, place) => [id, place]))
  return made.toSorted((a, b) => (places.get(a.fault) ?? 0) - (places.get(b.fault) ?? 0) || a.seed - b.seed)
}
