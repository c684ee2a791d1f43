import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import * as z from 'zod'

const main = new URL('../fixtures/large-archive/main.ts', import.meta.url).pathname
const megabytes = Number(process.env['MEGABYTES'] ?? 250)
const printed = z.object({ isWhole: z.boolean(), isSame: z.boolean(), sizeBytes: z.number(), peakBytes: z.number() })

test('an archive of any size goes in and out in memory that does not grow with it', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=64', main, String(megabytes)])
  const { isWhole, isSame, sizeBytes, peakBytes } = printed.parse(JSON.parse(stdout))
  expect({ isWhole, isSame }).toEqual({ isWhole: true, isSame: true })
  expect(sizeBytes).toBeGreaterThan(megabytes * 1_000_000)
  // Node itself, with the code and SQLite's cache, takes about 150 MB of it.
  expect(peakBytes).toBeLessThan(350_000_000)
})
