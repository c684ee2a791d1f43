import { concluded } from './conclude.ts'
import type { Expert } from './expert.ts'
import { allFaults } from './faults/all.ts'
import type { LabRecord, Run } from './record.ts'

/** The same evidence, judged by the doctor as it is now. What was mended stays as it was seen. */
export function judgedAgain(record: LabRecord, expert: Expert): LabRecord {
  const again = (run: Run): Run => {
    const { alsoRight = [] } = allFaults.find(({ id }) => id === run.fault) ?? {}
    const truth = { cause: run.truth, side: run.side }
    return { ...run, concluded: concluded(run.evidence, { expert, truth, fault: { alsoRight } }) }
  }
  return { ...record, runs: record.runs.map(again) }
}
