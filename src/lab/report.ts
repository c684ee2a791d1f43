import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { recordSchema, type LabRecord } from './record.ts'
import { goalsOf, inPercent, inSeconds } from './score/goals.ts'
import { scoreOf, type Score } from './score/score.ts'
import { tierTitles } from './tiers.ts'

export { judgedAgain } from './again.ts'
export { reportPage } from './report/page.ts'
export type { LabRecord } from './record.ts'

/** A record from a file; fails with what is wrong with it. */
export function readRecord(text: string): Outcome<LabRecord, string> {
  try {
    const read = recordSchema.safeParse(JSON.parse(text))
    if (read.success) return ok(read.data)
    const [issue] = read.error.issues
    return fail(`\`${issue?.path.join('.') ?? ''}\` is not as the lab writes it (${issue?.message ?? ''})`)
  } catch (error) {
    return fail(`it is not JSON (${String(error)})`)
  }
}

/** A report on one screen, by lines. */
export function reportLines(record: LabRecord): readonly string[] {
  const score = scoreOf(record)
  return [
    `${record.runs.length} runs and ${record.visits.length} visits on Linux ${record.kernel}.`,
    ...(record.runs.length === 0 ? [] : tierLines(score)),
    ...(record.visits.length === 0 ? [] : visitLines(score)),
    ...goalsOf(score).map(({ what, got, isMet }) => `${isMet ? 'met   ' : 'MISSED'} ${what}: ${got}`),
    ...record.notMade.map(({ fault, why }) => `Not made here: ${fault}. ${why}`),
    ...record.broken.map(({ fault, seed, why }) => `Went wrong in the making: ${fault}, seed ${seed}. ${why}`),
  ]
}

function tierLines({ tiers }: Score): readonly string[] {
  return tiers.map(({ tier, first, ceiling, side }) => {
    const title = tierTitles[tier].padEnd(32)
    return `  ${title}right first ${inPercent(first)} of ${inPercent(ceiling)}, side ${inPercent(side)}`
  })
}

function visitLines({ visits: { side, named, calibrationError, longestMs } }: Score): readonly string[] {
  const title = 'a visitor with a browser'.padEnd(32)
  return [
    `  ${title}side ${inPercent(side)}, named ${inPercent(named)}, calibration ${inPercent(calibrationError)}, within ${inSeconds(longestMs)}`,
  ]
}

/** Whether everything that was to be made was, and the doctor reached its goals with it. */
export function isAsWished(record: LabRecord): boolean {
  return record.broken.length === 0 && goalsOf(scoreOf(record)).every(({ isMet }) => isMet)
}
