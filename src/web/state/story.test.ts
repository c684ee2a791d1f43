import { afterEach, describe, expect, test } from 'vitest'
import type { Message } from '#protocol/chats.ts'
import { serverOver } from '../api/server.ts'
import { Copies } from '../copies/copies.ts'
import { copiedChat } from '../copies/reading.ts'
import { ChatServer, chatId, message, messageId, story } from '../copies/test-chat.ts'
import { testBrowser, testMeans, type TestBrowser, type TestMeans } from '../test-means.ts'
import { BegunSheets } from './begun-sheets.ts'
import { Story } from './story.ts'

const open = new Set<Story>()
afterEach(() => {
  for (const one of open) one.close()
  open.clear()
})

interface Reader {
  readonly means: TestMeans
  readonly copies: Copies
  readonly story: Story
}

/** Opens the chat in a browser, with or without a server. */
async function openStory(server: ChatServer, browser: TestBrowser): Promise<Reader> {
  const means = testMeans(() => Promise.reject(new Error('no network in this test')), browser)
  const copies = new Copies({ means, server, hasWaiting: () => false })
  await copies.keeping.trust('first')
  const nothing = (): void => undefined
  const opened = new Story(chatId, {
    means,
    server: { ...serverOver(means), messages: server.messages },
    copy: copies.of(chatId),
    begun: new BegunSheets(means.shelf),
    onChanged: nothing,
    onLogGone: nothing,
    onRenamed: nothing,
  })
  open.add(opened)
  copies.read(chatId)
  void opened.load()
  return { means, copies, story: opened }
}

/** Reads a whole story once, so that the browser has a copy of it. */
async function readOnce(server: ChatServer, browser: TestBrowser): Promise<void> {
  const reader = await openStory(server, browser)
  await expect.poll(() => reader.story.isLoaded.value).toBe(true)
  const end = server.messagesOfChat.at(-1)?.id
  await expect.poll(() => copiedChat(reader.means.store, chatId)).toMatchObject({ end, before: null })
  await reader.copies.keeping.flush()
}

const ids = ({ messages }: Story): readonly string[] => messages.value.map(({ id }) => id)
const idsOf = (messages: readonly Message[]): readonly string[] => messages.map(({ id }) => id)

describe('a story that this device has a copy of', () => {
  test('it can be read to its beginning while the server is away, and says of when it is', async () => {
    const browser = testBrowser()
    const server = new ChatServer(story(100))
    await readOnce(server, browser)
    server.isAway = true
    const reader = await openStory(server, browser)
    await expect.poll(() => reader.story.isLoaded.value).toBe(true)
    expect(reader.story.copyAsOf.value).toBeTypeOf('number')
    expect(ids(reader.story)).toEqual(idsOf(story(100).slice(40)))
    await reader.story.loadBeginning()
    expect(ids(reader.story)).toEqual(idsOf(story(100)))
  })

  test("the server's answer takes its place, and what is the same is not drawn again", async () => {
    const browser = testBrowser()
    const server = new ChatServer(story(4))
    await readOnce(server, browser)
    server.isAway = true
    const { story: opened, means } = await openStory(server, browser)
    await expect.poll(() => ids(opened).length).toBe(4)
    const [first] = opened.messages.value
    server.messagesOfChat = story(6)
    server.isAway = false
    means.wake()
    await expect.poll(() => ids(opened)).toEqual(idsOf(story(6)))
    expect(opened.copyAsOf.value).toBeNull()
    expect(opened.messages.value[0]).toBe(first)
  })

  test('a copy that comes after the answer of the server is not shown', async () => {
    const browser = testBrowser()
    const server = new ChatServer(story(4))
    await readOnce(server, browser)
    server.messagesOfChat = story(2)
    const { story: opened } = await openStory(server, browser)
    await expect.poll(() => opened.isLoaded.value && opened.copyAsOf.value === null).toBe(true)
    expect(ids(opened)).toEqual(idsOf(story(2)))
  })

  test('a reply that is read again never has fewer words than this device has had', async () => {
    const browser = testBrowser()
    const writing = message(1, {
      text: '',
      reply: { state: 'writing', stream: '/v1/stream/x', model: null, fault: null },
    })
    const server = new ChatServer([message(0), writing])
    await readOnce(server, browser)
    const { copies } = await openStory(server, browser)
    copies.of(chatId).keepNewest({ messages: [message(0), { ...writing, text: 'Once upon' }], before: null })
    await copies.keeping.flush()
    server.isAway = true
    const { story: opened, means } = await openStory(server, browser)
    const words = (): string => {
      const [reply] = opened.messages.value.slice(-1)
      return reply?.id === messageId(1) ? opened.textOf(reply) : ''
    }
    await expect.poll(words).toBe('Once upon')
    server.isAway = false
    means.wake()
    await expect.poll(() => opened.copyAsOf.value).toBeNull()
    expect(words()).toBe('Once upon')
  })
})
