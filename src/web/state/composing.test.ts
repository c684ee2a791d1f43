import { signal } from '@preact/signals'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { problem } from '#protocol/problem.ts'
import { emptySheet } from '#protocol/sheet.ts'
import { openStoryServer } from '../../../test/fixtures/story-server.ts'
import { Copies } from '../copies/copies.ts'
import { Drafts } from '../drafts/drafts.ts'
import { chatId, closeTabs, newId, openTab, turn } from '../outbox/test-tab.ts'
import { serverOver } from '../api/server.ts'
import type { StoreFailure } from '../store/failure.ts'
import { BegunSheets } from './begun-sheets.ts'
import { Composing } from './composing.ts'
import { Prepared } from './prepared.ts'
import { Story } from './story.ts'

afterEach(closeTabs)

test('what is sent while another turn waits follows it, also when that is accepted before this one is kept', async () => {
  const { server, outbox, means, accepted, story, compose } = await openBox()
  server.fate = ({ path }) =>
    path.endsWith('/turns') ? problem('origin-refused', { retryAfterMs: 60_000 }) : 'answered'
  await outbox.add(turn('Once', { spot: { isNewChat: false, isAfterReply: true } }))
  await expect.poll(() => outbox.troubles.value.size).toBe(1)

  const composing = compose(async () => {
    server.fate = () => 'answered'
    means.wake()
    await expect.poll(() => accepted).toHaveLength(1)
    await expect.poll(() => outbox.turns.value).toEqual([])
  })
  composing.draft(story).write('Twice')
  await composing.send(story)
  await expect.poll(() => server.records.storyOf(chatId)).toEqual(['Once', 'Twice'])
})

test('what is sent while a message written anew waits follows that one, and not what stands in its place', async () => {
  const { server, outbox, means, accepted, story, compose } = await openBox()
  await outbox.add(turn('Once', { spot: { isNewChat: false, isAfterReply: true } }))
  await expect.poll(() => accepted).toHaveLength(1)
  await story.load()
  await expect.poll(() => story.messages.value.length).toBeGreaterThan(0)
  server.fate = ({ path }) =>
    path.endsWith('/turns') ? problem('origin-refused', { retryAfterMs: 60_000 }) : 'answered'
  await outbox.add(turn('Once anew', { isEdit: true }))
  await expect.poll(() => outbox.troubles.value.size).toBe(1)

  const composing = compose(async () => {
    server.fate = () => 'answered'
    means.wake()
    await expect.poll(() => accepted).toHaveLength(2)
    await expect.poll(() => outbox.turns.value).toEqual([])
  })
  composing.draft(story).write('Twice')
  await composing.send(story)
  await expect.poll(() => server.records.storyOf(chatId)).toEqual(['Once anew', 'Twice'])
})

test('what is sent while the disk still takes what was sent before goes behind it, and what is begun stays', async () => {
  const { server, story, compose } = await openBox()
  const disk = Promise.withResolvers<undefined>()
  const composing = compose(() => disk.promise)
  const draft = composing.draft(story)
  draft.write('Once')
  const sending = composing.send(story)
  await composing.send(story)
  draft.write('OnceTwice')
  await composing.send(story)
  draft.write('OnceTwiceThr')
  disk.resolve(undefined)
  await sending
  expect(draft.text.value).toBe('Thr')
  await expect.poll(() => server.records.storyOf(chatId)).toEqual(['Once', 'Twice'])
  expect(draft.text.value).toBe('Thr')
})

test('what is sent while the disk does not take what was sent before stays in the box with it', async () => {
  const { outbox, story, compose } = await openBox()
  const disk = Promise.withResolvers<undefined>()
  const composing = compose(() => disk.promise, { kind: 'quota', because: 'The disk is full.' })
  const draft = composing.draft(story)
  draft.write('Once')
  const sending = composing.send(story)
  draft.write('OnceTwice')
  await composing.send(story)
  disk.resolve(undefined)
  await sending
  expect(draft.text.value).toBe('OnceTwice')
  expect(outbox.turns.value).toEqual([])
})

test('a chat that begins with a character takes it along, and nothing else does', async () => {
  const { outbox, means, compose } = await openBox()
  const prepared = new Prepared(means.shelf)
  prepared.put({ sheet: { ...emptySheet, name: 'Ada' }, from: newId() })
  expect(new Prepared(means.shelf).value.value?.sheet.name).toBe('Ada')
  const composing = compose(() => Promise.resolve(), undefined, { prepared, open: null })
  composing.draft(null).write('Once')
  await composing.send(null)
  expect(outbox.turns.value.map(({ text, spot }) => [text, spot.sheet?.name])).toEqual([['Once', 'Ada']])
  expect(prepared.value.value).toBeNull()
  expect(new Prepared(means.shelf).value.value).toBeNull()
  composing.draft(null).write('Twice')
  await composing.send(null)
  expect(outbox.turns.value.map(({ text, spot }) => [text, spot.sheet?.name])).toContainEqual(['Twice', undefined])
})

test('a chat whose first words were taken back before it was made still begins with its character', async () => {
  const { outbox, story, compose } = await openBox()
  story.about.begin({ ...emptySheet, name: 'Ada' })
  const composing = compose(() => Promise.resolve())
  composing.draft(story).write('Once')
  await composing.send(story)
  expect(outbox.turns.value.map(({ text, spot }) => [text, spot.sheet?.name])).toEqual([['Once', 'Ada']])
})

/** A chat without messages, and a box for it over an outbox whose disk does what a test says before it takes a turn. */
async function openBox() {
  const server = await openStoryServer([chatId])
  onTestFinished(server.close)
  const { outbox, means, accepted } = openTab(server)
  const reading = { ...means, fetch: server.fetch }
  const story = new Story(chatId, {
    means: reading,
    server: serverOver(reading),
    copy: new Copies({ means, server: serverOver(reading), hasWaiting: () => true }).of(chatId),
    begun: new BegunSheets(means.shelf),
    onChanged: nothing,
    onLogGone: nothing,
    onRenamed: nothing,
  })
  onTestFinished(() => story.close())
  await story.load()
  expect(story.messages.value).toEqual([])
  const compose = (writing: () => Promise<void>, failure?: StoreFailure, besides: Besides = {}): Composing =>
    new Composing({
      makeId: newId,
      drafts: new Drafts(means),
      outbox: {
        turns: outbox.turns,
        rewrite: (...args) => outbox.rewrite(...args),
        withdraw: (...args) => outbox.withdraw(...args),
        add: async (added, behind) => {
          await writing()
          return failure === undefined ? outbox.add(added, behind) : { ok: false, error: failure }
        },
      },
      backends: { asked: signal(undefined) },
      router: { replace: nothing },
      begun: new BegunSheets(means.shelf),
      prepared: besides.prepared ?? new Prepared(means.shelf),
      story: signal(besides.open === undefined ? story : besides.open),
    })
  return { server, outbox, means, accepted, story, compose }
}

interface Besides {
  readonly prepared?: Prepared
  /** What is open instead of the chat. */
  readonly open?: null
}

function nothing(): void {}
