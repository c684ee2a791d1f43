import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { hostileGenerators } from '../../fixtures/hostile-generators.ts'

interface End {
  readonly what: string
  readonly ended: string
  readonly line: number
  readonly column: number
  readonly rolledMs: number
  readonly checkedMs: number
}

const program = fileURLToPath(new URL('../../fixtures/hostile-run/main.ts', import.meta.url))

/** All in one process with little memory: one that took more, or did not end, would take the others with it. */
const ends = new Map<string, End>()

beforeAll(async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=192', program], {
    maxBuffer: 1e7,
  })
  for (const line of stdout.trim().split('\n')) {
    const end: End = JSON.parse(line)
    ends.set(end.what, end)
  }
}, 120_000)

test.for(hostileGenerators().map(({ what, ends: expected }) => ({ what, expected })))('$what', ({ what, expected }) => {
  const end = ends.get(what)
  const ended = end?.ended ?? 'not at all'
  expect(expected.some((one) => ended === one || (one.length <= 3 && ended.startsWith(one)))).toBe(true)
  expect(end?.line).toBeGreaterThan(0)
  expect(end?.column).toBeGreaterThan(0)
  // Processor time, so that a busy machine does not make a quick generator slow.
  expect(end?.rolledMs).toBeLessThan(1_000)
  expect(end?.checkedMs).toBeLessThan(1_000)
})
