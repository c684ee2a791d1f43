import { ListNode } from '../tree/list-node.ts'
import type { Place } from '../tree/module.ts'
import type { Run } from './run.ts'
import { Instance, TextValue, type Value } from './value.ts'

/** More would be read by nobody. */
const mostPicks = 10_000

interface Picked {
  /** What was picked from. */
  readonly list: string
  readonly item: string
  readonly place: Place
  /** How likely it was, from 0 to 1. */
  readonly share: number
}

/** Writes down a pick, in a generation that is to say why its result is what it is. */
export function note(run: Run, { list, item, place, share }: Picked): void {
  if (run.picks === undefined || run.picks.length >= mostPicks) return
  run.step()
  run.picks.push({ list, item, place, share, depth: run.depth })
}

/** The same for one of some values, by their odds. */
export function noteValue(run: Run, list: string, value: Value, share: number): void {
  if (run.picks === undefined) return
  const node = value instanceof Instance ? value.node : value
  if (node instanceof ListNode) {
    note(run, { list, item: node.name, place: { module: node.module, at: node.at }, share })
  } else note(run, { list, item: wordsOf(value), place: run.place, share })
}

function wordsOf(value: Value): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value).slice(0, 200)
  return value instanceof TextValue ? value.template.raw : '…'
}

export function shareOf(odds: readonly number[], place: number): number {
  const total = odds.reduce((sum, one) => sum + one, 0)
  return total === 0 ? 0 : (odds[place] ?? 0) / total
}
