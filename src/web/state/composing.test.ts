import { signal } from '@preact/signals'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { problem } from '#protocol/problem.ts'
import { openStoryServer } from '../../../test/fixtures/story-server.ts'
import { Copies } from '../copies/copies.ts'
import { Drafts } from '../drafts/drafts.ts'
import { chatId, closeTabs, newId, openTab, turn } from '../outbox/test-tab.ts'
import { serverOver } from '../api/server.ts'
import { Composing } from './composing.ts'
import { Story } from './story.ts'

afterEach(closeTabs)

test('what is sent while another turn waits follows it, also when that is accepted before this one is kept', async () => {
  const server = await openStoryServer([chatId])
  onTestFinished(server.close)
  server.fate = ({ path }) =>
    path.endsWith('/turns') ? problem('origin-refused', { retryAfterMs: 60_000 }) : 'answered'
  const { outbox, means, accepted } = openTab(server)
  const reading = { ...means, fetch: server.fetch }
  const nothing = (): void => undefined
  const story = new Story(chatId, {
    means: reading,
    server: serverOver(reading),
    copy: new Copies({ means, server: serverOver(reading), hasWaiting: () => true }).of(chatId),
    onChanged: nothing,
    onLogGone: nothing,
    onRenamed: nothing,
  })
  onTestFinished(() => story.close())
  await story.load()
  expect(story.messages.value).toEqual([])
  await outbox.add(turn('Once', { spot: { isNewChat: false, isAfterReply: true } }))
  await expect.poll(() => outbox.troubles.value.size).toBe(1)

  const drafts = new Drafts(means)
  const composing = new Composing({
    makeId: newId,
    drafts,
    // As slow as a database that has much to do.
    outbox: {
      turns: outbox.turns,
      rewrite: (...args) => outbox.rewrite(...args),
      withdraw: (...args) => outbox.withdraw(...args),
      add: async (added) => {
        server.fate = () => 'answered'
        means.wake()
        await expect.poll(() => accepted).toHaveLength(1)
        await expect.poll(() => outbox.turns.value).toEqual([])
        return outbox.add(added)
      },
    },
    backends: { asked: signal(undefined) },
    router: { replace: nothing },
    story: signal(story),
  })
  composing.draft(story).write('Twice')
  await composing.send(story)
  await expect.poll(() => server.records.storyOf(chatId)).toEqual(['Once', 'Twice'])
})
