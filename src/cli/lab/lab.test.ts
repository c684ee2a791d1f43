import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { causes } from '#doctor/catalogue.ts'
import { listFaults, listVisits } from '#lab/catalogue.ts'
import { judgedAgain } from '#lab/report.ts'
import { parseArguments } from '../arguments.ts'
import { expert } from './expert.ts'
import { labCommand } from './lab.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-cli-lab-'))
writeFileSync(join(folder, 'text.json'), 'the lab is down')
writeFileSync(join(folder, 'empty.json'), '{}')
afterAll(() => rmSync(folder, { recursive: true }))

test('every fault has an id of its own, and is a cause of the catalogue', () => {
  const faults = listFaults()
  const ids = [...faults, ...listVisits()].map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const known = new Set([...causes.values()].flatMap(({ lab }) => lab))
  expect(faults.filter(({ id, formOf }) => !known.has(formOf ?? id))).toEqual([])
  expect(faults.flatMap(({ alsoRight = [] }) => alsoRight).filter((id) => !causes.has(id))).toEqual([])
})

test.for([
  [[], /^What is the lab to do\?/],
  [['list', '13'], /^`13` stands alone/],
  [['run', '13x'], /^`13x` is no fault of the lab: did you mean `13`\?$/],
  [['run', '13', '--seeds', '0'], /^--seeds is `0`: write a whole number from 1 to 1000\.$/],
  [['run', '--seed', '3'], /^`holdfast lab run` does not take `--seed`: did you mean `--seeds`\?$/],
  [['report', 'gone.json'], /^gone\.json cannot be read/],
  [['report', join(folder, 'text.json')], /text\.json cannot be read: it is not JSON/],
  [['report', join(folder, 'empty.json')], /empty\.json cannot be read: `version` is not as the lab writes it/],
  [['report', 'a.json', 'b.json'], /^`b\.json` is one file too many/],
] as const)('refuses in one sentence: %j', async ([args, says]) => {
  const outcome = await labCommand(parseArguments(['lab', ...args]))
  const refusal = outcome.ok ? '' : outcome.error
  expect(refusal).toMatch(says)
  expect(refusal).not.toContain('\n')
})

test('the evidence of a run is judged again by what the doctor knows now', () => {
  const evidence = { edge: { phase: 'connect', code: 'EHOSTUNREACH', tookMs: 3050 } } as const
  const truth = { truth: 'nobody-at-the-address', side: 'hosting' } as const
  const about = { fault: '23', title: 'Nobody has the address', seed: 1, isWell: false, tookMs: 3400 }
  const run = { ...about, ...truth, evidence, concluded: [], isMended: true }
  const none = { version: 2, at: '', kernel: '', seeds: [1], visits: [], notMade: [], broken: [] } as const
  const [again] = judgedAgain({ ...none, runs: [run] }, expert).runs
  expect(again?.isMended).toBe(true)
  expect(again?.concluded.map(({ tier, isRight }) => [tier, isRight]).slice(1)).toEqual([
    ['edge', true],
    ['vantage', true],
    ['host', true],
  ])
})
