import { readFile } from 'node:fs/promises'
import type { Clock } from '#shared/clock.ts'
import type { Expert } from './expert.ts'
import type { Fault } from './fault.ts'
import { allFaults } from './faults/all.ts'
import { ownMark } from './hosts/mark.ts'
import { clearOwn, sweep } from './hosts/sweep.ts'
import { makeFault, type Order } from './make-fault.ts'
import { makePapers } from './papers.ts'
import { recordVersion, type LabRecord, type Run } from './record.ts'

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
  /** Ends it early: what is being looked at is taken away. */
  readonly signal: AbortSignal
}

/** Makes faults, each with each seed, and answers with what was seen and concluded. */
export async function runLab(options: RunLabOptions): Promise<LabRecord> {
  const { clock, faults, seeds } = options
  await sweep()
  const chosen = faults.length === 0 ? allFaults : allFaults.filter(({ id }) => faults.includes(id))
  const lacking = chosen.flatMap((fault) => {
    const why = fault.lacks?.()
    return why === undefined ? [] : [{ fault: fault.id, why }]
  })
  const made = chosen.filter(({ id }) => !lacking.some(({ fault }) => fault === id))
  const orders = seeds.flatMap((seed) => made.map((fault) => orderOf(fault, { seed, expert: options.expert })))
  const { runs, broken } = await carriedOut(orders, options)
  return {
    version: recordVersion,
    at: new Date(clock.now()).toISOString(),
    kernel: (await readFile('/proc/sys/kernel/osrelease', 'utf8')).trim(),
    seeds: [...seeds],
    runs,
    notMade: lacking,
    broken,
  }
}

function orderOf(fault: Fault, { seed, expert }: { readonly seed: number; readonly expert: Expert }): Order {
  const truth = expert.causeOf(fault.formOf ?? fault.id)
  if (truth === undefined) throw new Error(`the catalogue of causes has none for the lab's fault ${fault.id}`)
  return { fault, seed, truth }
}

async function carriedOut(orders: readonly Order[], { clock, expert, atOnce, onRun, signal }: RunLabOptions) {
  const papers = makePapers()
  const mark = ownMark()
  const runs: Run[] = []
  const broken: LabRecord['broken'][number][] = []
  const work = async (waiting: [number, Order][]): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) {
      const [number, order] = next
      try {
        const run = await makeFault(order, { mark, number, papers, expert, clock })
        runs.push(run)
        onRun?.(run)
      } catch (error) {
        if (signal.aborted) return // Its site was taken away under it.
        // One that could not be made is no verdict about the doctor: it is counted by itself, with the reason.
        broken.push({ fault: order.fault.id, seed: order.seed, why: String(error) })
      }
    }
  }
  signal.addEventListener('abort', () => void clearOwn(), { once: true })
  const numbered = [...orders.entries()]
  const besideOthers = numbered.filter(([, { fault }]) => fault.isAlone !== true)
  await Promise.all(Array.from({ length: atOnce }, () => work(besideOthers)))
  await work(numbered.filter(([, { fault }]) => fault.isAlone === true))
  if (signal.aborted) await clearOwn()
  return { runs: inOrder(runs), broken }
}

function inOrder(runs: readonly Run[]): Run[] {
  const places = new Map(allFaults.map(({ id }, place) => [id, place]))
  return runs.toSorted((a, b) => (places.get(a.fault) ?? 0) - (places.get(b.fault) ?? 0) || a.seed - b.seed)
}
