import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical, inParts, openArchiveHouse } from '../../../test/support/archive-house.ts'
import { makeStory, storyOf } from '../../../test/support/story-maker.ts'
import { zipped } from './zip.ts'

const stories = storyOf(60)
const runs = {
  numRuns: Number(process.env['RUNS'] ?? 40),
  ...(process.env['SEED'] && { seed: Number(process.env['SEED']) }),
}

test('an archive that is imported into nothing and exported again is the same, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (happenings) => {
      const [before, after] = [await openArchiveHouse(), await openArchiveHouse()]
      try {
        await makeStory(before, happenings)
        const archive = await before.archive()
        const { report, refusal } = await after.import(archive)
        expect({ refusal, isWhole: report.isWhole, damages: report.damages }).toEqual({ isWhole: true, damages: [] })
        expect(canonical(await after.archive())).toBe(canonical(archive))
      } finally {
        await before.close()
        await after.close()
      }
    }),
    runs,
  )
})

test('an archive that is imported where it comes from, or twice, changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (happenings) => {
      const house = await openArchiveHouse()
      const copy = await openArchiveHouse()
      try {
        await makeStory(house, happenings)
        const archive = await house.archive()
        await copy.import(archive)
        for (const place of [house, copy]) {
          const { report } = await place.import(archive)
          expect(report).toMatchObject({ isWhole: true, chats: { taken: 0, differing: 0 } })
          expect(report.messages).toMatchObject({ taken: 0, differing: 0 })
          expect(canonical(await place.archive())).toBe(canonical(archive))
        }
      } finally {
        await house.close()
        await copy.close()
      }
    }),
    runs,
  )
})

const [aStory = []] = fc.sample(storyOf(300, 300), { numRuns: 1, seed: 7 })

test('a zip around the lines changes nothing about them', async () => {
  const [before, after] = [await openArchiveHouse(), await openArchiveHouse()]
  await makeStory(before, aStory)
  const archive = await before.archive()
  const lines = async function* (): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for await (const part of inParts(archive)) yield Buffer.from(part)
  }
  const { report } = await after.import(zipped(lines(), 1_700_000_000_000))
  expect(report).toMatchObject({ isWhole: true, damages: [] })
  expect(canonical(await after.archive())).toBe(canonical(archive))
  await before.close()
  await after.close()
})
