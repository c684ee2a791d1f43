import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { recordSchema, type LabRecord } from './record.ts'
import { goalsOf, inPercent } from './score/goals.ts'
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
  const measured = record.runs.length === 0 ? [] : measuredLines(score)
  return [
    `${record.runs.length} runs on Linux ${record.kernel}.`,
    ...measured,
    ...record.notMade.map(({ fault, why }) => `Not made here: ${fault}. ${why}`),
    ...record.broken.map(({ fault, seed, why }) => `Went wrong in the making: ${fault}, seed ${seed}. ${why}`),
  ]
}

function measuredLines(score: Score): readonly string[] {
  return [
    ...score.tiers.map(({ tier, first, ceiling, side }) => {
      const title = tierTitles[tier].padEnd(32)
      return `  ${title}right first ${inPercent(first)} of ${inPercent(ceiling)}, side ${inPercent(side)}`
    }),
    ...goalsOf(score).map(({ what, got, isMet }) => `${isMet ? 'met   ' : 'MISSED'} ${what}: ${got}`),
  ]
}

/** Whether everything that was to be made was, and the doctor reached its goals with it. */
export function isAsWished(record: LabRecord): boolean {
  return record.broken.length === 0 && goalsOf(scoreOf(record)).every(({ isMet }) => isMet)
}
