import * as fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { problem } from '#protocol/problem.ts'
import { testBrowser } from '../test-means.ts'
import { chatId, closeTabs, openTab, otherChatId, turn } from './test-tab.ts'
import { openStoryServer, type Fate, type StoryServer } from '../../../test/fixtures/story-server.ts'

afterEach(closeTabs)

const fateOf = fc.constantFrom<Fate>(
  'answered',
  'answered',
  'lost',
  'unanswered',
  problem('origin-refused', { retryAfterMs: 0 }),
  problem('origin-broken'),
  problem('server-draining', { retryAfterMs: 0 }),
)
const stepOf = fc.constantFrom(
  'write',
  'write',
  'write there',
  'crash',
  'another tab',
  'break the disk',
  'mend the disk',
  'lose the database',
)

const seed = process.env['SEED'] === undefined ? {} : { seed: Number(process.env['SEED']) }

test('whatever fails and crashes on the way, every turn arrives once, in the order in which it was written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(stepOf, { maxLength: 30 }), fc.array(fateOf, { maxLength: 60 }), async (steps, fates) => {
      const server = await openStoryServer([chatId, otherChatId])
      server.fate = () => fates.shift() ?? 'answered'
      const written = await livedThrough(server, steps)
      for (const [chat, texts] of written)
        await expect.poll(() => server.records.storyOf(chat), { timeout: 20_000 }).toEqual(texts)
      expect(server.records.turns).toHaveLength([...written.values()].flat().length)
      closeTabs()
      await server.close()
    }),
    { numRuns: Number(process.env['RUNS'] ?? 30), ...seed },
  )
})

/** What was written in each chat, when all of it has happened and a last tab is open. */
async function livedThrough(
  server: StoryServer,
  steps: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const browser = testBrowser()
  const written = new Map([chatId, otherChatId].map((chat): [string, string[]] => [chat, []]))
  let tab = openTab(server, browser)
  const write = async (chat: string): Promise<void> => {
    const texts = written.get(chat) ?? []
    const spot = { isNewChat: false, isAfterReply: true }
    if ((await tab.outbox.add(turn(`${texts.length}`, { chatId: chat, spot }))).ok) texts.push(`${texts.length}`)
  }
  // A tab that cannot read what waits does not know that its own words are not the first: it must not hold them back.
  const openAnother = (): void => {
    browser.disk.fail(null)
    tab = openTab(server, browser)
  }
  for (const step of steps) {
    if (step === 'write') await write(chatId)
    if (step === 'write there') await write(otherChatId)
    if (step === 'crash') tab.crash()
    if (step === 'crash' || step === 'another tab') openAnother()
    if (step === 'break the disk') browser.disk.fail('UnknownError')
    if (step === 'mend the disk') browser.disk.fail(null)
    if (step === 'lose the database') await browser.disk.deleteDatabase()
  }
  tab.crash()
  openAnother()
  return written
}
