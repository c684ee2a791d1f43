import type { Replay } from './replay.ts'
import type { Score } from './score.ts'

/** How forecasts have done, as lines of a table. */
export function replayTable({ all, ages }: Replay): readonly string[] {
  return [
    ['lasted', 'forecasts', 'in the range', 'under the median', 'pinball loss', 'Brier of 30 min'],
    ...ages.map((age) => [`${age.elapsedMin} min`, ...cellsOf(age)]),
    ['all', ...cellsOf(all)],
  ].map((cells) => cells.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '))
}

const widths = [7, 9, 12, 16, 12, 15]

function cellsOf({ cases, coverage, underMedian, pinball, brier }: Score): readonly string[] {
  return [String(cases), percent(coverage), percent(underMedian), decimal(pinball), decimal(brier)]
}

function percent(share: number | null): string {
  return share === null ? '-' : `${(share * 100).toFixed(1)} %`
}

function decimal(value: number | null): string {
  return value === null ? '-' : value.toFixed(3)
}
