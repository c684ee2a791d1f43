import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { listFaults } from '../../src/lab/catalogue.ts'
import { whyNoLab } from '../../src/lab/refusal.ts'
import { readRecord, reportLines } from '../../src/lab/report.ts'
import { goalsOf } from '../../src/lab/score/goals.ts'
import { scoreOf } from '../../src/lab/score/score.ts'
import { command } from '../fixtures/command.ts'
import { describeWith } from '../parts.ts'

/** With fewer, how often it is right when it says so is more chance than measure. */
const seedsForAll = 5
const seeds = Number(process.env['SEEDS'] ?? (process.env['CI'] === undefined ? 1 : seedsForAll))

const refusal = await whyNoLab()
const folder = mkdtempSync(join(tmpdir(), 'holdfast-test-every-fault-'))
afterAll(() => rmSync(folder, { recursive: true }))

describeWith('iproute2', 'every fault of the lab', () => {
  describeWith('nftables', 'on hosts of its own', () => {
    // The command itself says so, in another test.
    test.skipIf(refusal !== undefined)(
      'is told apart as far as its evidence goes, is on the right side, and is mended as its cause says',
      async () => {
        const faults = listFaults().flatMap(({ id, lacks }) => (lacks === undefined ? [id] : []))
        const run = command(['lab', 'run', ...faults, '--seeds', String(seeds), '--json'], { folder })
        await run.ended
        const record = readRecord(run.stdout())
        if (!record.ok) throw new Error(`${record.error}\n${run.stderr()}`)
        console.log(reportLines(record.value).join('\n'))
        expect(record.value.broken).toEqual([])
        expect(record.value.notMade).toEqual([])
        expect(record.value.runs.length).toBe(seeds * faults.length)
        // How soon is measured, and no test: other processes take their part of the machine.
        const missed = goalsOf(scoreOf(record.value)).filter(
          ({ what, isMet }) => !isMet && !what.includes('is told within'),
        )
        const counted = missed.filter(({ what }) => seeds >= seedsForAll || !what.includes('calibration'))
        expect(counted.map(({ what, got }) => `${what}: ${got}`)).toEqual([])
      },
    )
  })
})
