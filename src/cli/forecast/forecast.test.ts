import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { command } from '../../../test/fixtures/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-cli-forecast-'))
const minutes = [12, 18, 25, 34, 47, 60, 76, 76, 95, 120, 154, 210, 315, 465, 8]

beforeAll(() => {
  const write = (name: string, content: string): void => writeFileSync(join(folder, name), content)
  write('past.json', `\ufeff${JSON.stringify(minutes.map((durationMin) => ({ durationMin })))}`)
  write('none.json', '[]')
  write('open.json', '[{"durationMin": 20, "censored": true}]')
  write('negative.json', '[{"durationMin": 3}, {"durationMin": -3}]')
  write('text.json', 'twelve minutes')
  write('huge.json', ' '.repeat(64_000_001))
  writeFileSync(join(folder, 'latin.json'), Buffer.from([0x5b, 0xe4, 0x5d]))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function forecast(...args: readonly string[]) {
  // A configuration that nothing can start with: a forecast is wanted most when all is broken.
  const run = command(['forecast', ...args], { folder, env: { HOLDFAST_EDGE_PORT: 'none' } })
  const { code } = await run.ended
  return { code, stdout: run.stdout(), stderr: run.stderr() }
}

test('answers in JSON with minutes of the whole duration', async () => {
  const { code, stdout, stderr } = await forecast('--history', 'past.json', '--elapsed', '120', '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const answer: unknown = JSON.parse(stdout)
  expect(answer).toMatchObject({ q10: expect.closeTo(133, 0), q50: expect.closeTo(234, 0), n: 15 })
  expect(Object.keys(Object(answer))).toEqual(['q10', 'q50', 'q90', 'p30', 'classes', 'n'])
})

test('a site without a past is answered from general experience', async () => {
  const { code, stdout } = await forecast('--history=none.json')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^8 in 10 outages like this end .+\n[^]*this site has no measured outage yet/)
})

test('a replay prints its score, as a table and as JSON', async () => {
  const table = await forecast('--replay', '--history', 'past.json')
  expect(table.stdout).toMatch(/^Each outage .+: our 80 % ranges were right 38 of 54 times\.\n/)
  expect(table.stdout).toMatch(/\n {2}0 min {9}15 +66\.7 % +13\.3 % +0\.336 +0\.262\n/)
  const { ages, ...all } = JSON.parse((await forecast('--json', '--replay', '--history', 'past.json')).stdout)
  expect(all).toMatchObject({ cases: 54, coverage: 38 / 54 })
  expect(ages.map((age: { elapsedMin: number }) => age.elapsedMin)).toEqual([0, 10, 30, 60, 120, 240])
  expect((await forecast('--replay', '--history', 'open.json')).stdout).toBe(
    'No outage in this history is over, so that there is nothing to score.\n',
  )
})

describe('refuses in one sentence, and ends with 2', () => {
  test.for([
    [[], /^Which outages has this site had\? Write `holdfast forecast --history FILE\.json`/],
    [['--history'], /^`--history` needs the name of a file\.$/],
    [
      ['--history', 'gone.json'],
      /^gone\.json cannot be read \(.*ENOENT.*\): correct --history, or make it readable\.$/,
    ],
    [['--history', '.'], /^\. cannot be read \(.*EISDIR/],
    [['--history', 'huge.json'], /^huge\.json is larger than 64 MB: only the 150 newest/],
    [['--history', 'latin.json'], /^latin\.json is not UTF-8 text/],
    [['--history', 'text.json'], /^text\.json is not JSON \(.+\): write an array of outages/],
    [['--history', 'negative.json'], /^Entry 2 of 2 \(index 1\) in negative\.json: `durationMin` is -3/],
    [['--history', 'past.json', '--elapsed', '-5'], /^--elapsed is "-5": write how many minutes/],
    [['--history', 'past.json', '--elapsed', 'long'], /^--elapsed is "long"/],
    [['--history', 'past.json', '--elapsed', 'Infinity'], /^--elapsed is "Infinity"/],
    [['--history', 'past.json', '--elapsed='], /^--elapsed is ""/],
    [['--history', 'past.json', '--replay', '--elapsed', '5'], /leave one of them out\.$/],
    [
      ['--history', 'past.json', '--elapse', '5'],
      /^`holdfast forecast` does not take `--elapse`: did you mean `--elapsed`\?$/,
    ],
    [['--json', 'past.json'], /^`past\.json` stands alone on the command line/],
  ] as const)('%j', async ([args, says]) => {
    const { code, stdout, stderr } = await forecast(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.trimEnd()).toMatch(says)
    expect(stderr.trimEnd()).not.toContain('\n')
  })
})
