import { describe, expect, test } from 'vitest'
import type { Message } from '#protocol/chats.ts'
import { emptySheet } from '#protocol/sheet.ts'
import { emptyReply } from '../reader/reply-view.ts'
import { testBrowser, testMeans, type TestBrowser, type TestMeans } from '../test-means.ts'
import { asArchiveChat } from './as-archive.ts'
import { Copies } from './copies.ts'
import { copiedChat, copiedChats, copiedMessages } from './reading.ts'
import { ChatServer, chatId, ledgerOf, message, messageId, story } from './test-chat.ts'

interface Device {
  readonly means: TestMeans
  readonly copies: Copies
}

const noNetwork = (): Promise<never> => Promise.reject(new Error('no network in this test'))

async function openDevice(
  server: ChatServer,
  browser: TestBrowser = testBrowser(),
  changes: Partial<TestMeans> = {},
): Promise<Device> {
  const means = { ...testMeans(noNetwork, browser), ...changes }
  const copies = new Copies({ means, server, hasWaiting: () => false })
  await copies.keeping.trust('first')
  return { means, copies }
}

function pageOf(server: ChatServer, limit = 60): { messages: Message[]; before: string | null } {
  const page = server.page({ limit })
  if (!page.ok) throw new Error(page.error.title)
  return page.value
}

/** Opens the chat of the server and has it copied. */
async function read({ copies }: Device, server: ChatServer): Promise<void> {
  copies.read(chatId)
  copies.of(chatId).keepNewest(pageOf(server))
  await copies.keeping.flush()
}

describe('the copy of a chat', () => {
  test('it is what was read, page by page, as the server would answer it', async () => {
    const server = new ChatServer(story(6))
    const device = await openDevice(server)
    await read(device, server)
    const copy = device.copies.of(chatId)
    expect(await copy.newest(4)).toMatchObject({ messages: story(6).slice(2), before: messageId(2) })
    expect(await copy.above(messageId(2), 4)).toMatchObject({ messages: story(2), before: null })
  })

  test('what the story is about is in it, takes room there, and goes along into an archive', async () => {
    const server = new ChatServer(story(2))
    const { copies, means } = await openDevice(server)
    await read({ copies, means }, server)
    const before = await copiedChat(means.store, chatId)
    const sheet = { ...emptySheet, name: 'Ada', picture: `data:image/png;base64,${'A'.repeat(1_000)}` }
    await copies.of(chatId).keepSheet(sheet, 7)
    expect(await copies.of(chatId).sheet()).toEqual({ sheet, at: 7 })
    const copy = await copiedChat(means.store, chatId)
    expect(copy?.sizeBytes).toBeGreaterThan((before?.sizeBytes ?? 0) + 2_000)
    expect(copy && asArchiveChat(copy)).toMatchObject({ sheet, sheetAt: 7 })
    await copies.of(chatId).keepSheet(null, null)
    expect(await copiedChat(means.store, chatId)).toEqual({ ...before, sheet: undefined, sheetAt: undefined })
  })

  test('what a story is begun with is written with its first words, unless the copy has a later one', async () => {
    const { copies } = await openDevice(new ChatServer([]))
    const copy = copies.of(chatId)
    const [ada, bo] = [
      { ...emptySheet, name: 'Ada' },
      { ...emptySheet, name: 'Bo' },
    ]
    copy.keepAccepted([message(0), message(1)], ada)
    await copies.keeping.flush()
    expect(await copy.sheet()).toEqual({ sheet: ada, at: 0 })
    await copy.keepSheet(bo, 7)
    copy.keepAccepted([message(0), message(1)], ada)
    await copies.keeping.flush()
    expect(await copy.sheet()).toEqual({ sheet: bo, at: 7 })
  })

  test('nothing is there of a chat that was never opened', async () => {
    const { copies } = await openDevice(new ChatServer([]))
    expect(await copies.of(chatId).newest(10)).toBeNull()
  })

  test('what stands above is fetched by and by, until all of the branch is here', async () => {
    const server = new ChatServer(story(1_000))
    const device = await openDevice(server)
    await read(device, server)
    await expect.poll(async () => (await copiedMessages(device.means.store, chatId)).length).toBe(1_000)
    expect(await copiedChat(device.means.store, chatId)).toMatchObject({ before: null, end: messageId(999) })
  })

  test('so it is when the server says later which line of stories it has', async () => {
    const server = new ChatServer(story(300))
    const means = testMeans(noNetwork)
    const copies = new Copies({ means, server, hasWaiting: () => false })
    await read({ means, copies }, server)
    expect(await copiedMessages(means.store, chatId)).toEqual([])
    await copies.keeping.trust('first')
    await expect.poll(async () => (await copiedMessages(means.store, chatId)).length).toBe(300)
  })

  test('it grows with the story, and what is here already is not asked for again', async () => {
    const server = new ChatServer(story(300))
    const device = await openDevice(server)
    await read(device, server)
    await expect.poll(() => copiedChat(device.means.store, chatId)).toMatchObject({ end: messageId(299), before: null })
    server.messagesOfChat = story(310)
    server.asked = 0
    await read(device, server)
    expect(await device.copies.of(chatId).newest(1)).toMatchObject({ messages: [{ id: messageId(309) }] })
    expect(await copiedMessages(device.means.store, chatId)).toHaveLength(310)
    expect(server.asked).toBe(0)
  })

  test('a reply in the making is there as far as it has come, and never shrinks again', async () => {
    const writing = message(1, { text: '', reply: { state: 'writing', stream: '/', model: null, fault: null } })
    const server = new ChatServer([message(0), writing])
    const device = await openDevice(server)
    await read(device, server)
    const copy = device.copies.of(chatId)
    copy.keepReply(writing, { ...emptyReply, state: 'writing', text: 'Once upon' })
    await device.copies.keeping.flush()
    copy.keepReply(writing, { ...emptyReply, state: 'writing', text: 'Once' })
    copy.keepNewest(pageOf(server))
    await device.copies.keeping.flush()
    expect((await copy.newest(1))?.messages[0]).toMatchObject({ text: 'Once upon', reply: { state: 'writing' } })
  })

  test('so it is when the server does not know yet that the reply is over', async () => {
    const writing = message(1, { text: '', reply: { state: 'writing', stream: '/', model: null, fault: null } })
    const server = new ChatServer([message(0), writing])
    const { copies } = await openDevice(server)
    const copy = copies.of(chatId)
    copy.keepAccepted([message(0), writing])
    copy.keepReply(writing, { ...emptyReply, state: 'done', text: 'Once upon a time' })
    copy.keepNewest(pageOf(server))
    await copies.keeping.flush()
    expect((await copy.newest(1))?.messages[0]).toMatchObject({ text: 'Once upon a time', reply: { state: 'done' } })
  })

  test('so it is when many messages of another chat were written between it and what it answers', async () => {
    const { copies } = await openDevice(new ChatServer([]))
    const own = { ...message(0), id: messageId(0).replace('0199', '0198') }
    const reply = message(101, { reply: { state: 'writing', stream: '/', model: null, fault: null } })
    copies.of(messageId(999)).keepNewest({ messages: [...story(50)], before: null })
    for (const text of ['Once upon', '']) {
      copies.of(chatId).keepNewest({ messages: [own, { ...reply, text }], before: null })
      await copies.keeping.flush()
    }
    expect((await copies.of(chatId).newest(1))?.messages[0]?.text).toBe('Once upon')
  })

  test('a turn that was just accepted is in it at once', async () => {
    const server = new ChatServer(story(2))
    const device = await openDevice(server)
    await read(device, server)
    device.copies.of(chatId).keepAccepted([message(2), message(3, { text: '' })])
    await expect.poll(async () => (await device.copies.of(chatId).newest(10))?.messages.length).toBe(4)
  })

  test('so it is before the server has said which line of stories it has, and stays the end', async () => {
    const browser = testBrowser()
    const server = new ChatServer(story(2))
    await read(await openDevice(server, browser), server)
    const copies = new Copies({ means: testMeans(noNetwork, browser), server, hasWaiting: () => false })
    const copy = copies.of(chatId)
    copy.keepNewest(pageOf(server))
    copy.keepAccepted([message(2), message(3, { text: '' })])
    const ids = async () => (await copy.newest(10))?.messages.map(({ id }) => id)
    await expect.poll(ids).toEqual(story(4).map(({ id }) => id))
    await copies.keeping.trust('first')
    expect(await ids()).toEqual(story(4).map(({ id }) => id))
  })

  test('so are the first words of a chat', async () => {
    const means = testMeans(noNetwork)
    const copies = new Copies({ means, server: new ChatServer([]), hasWaiting: () => false })
    copies.of(chatId).keepAccepted([message(0), message(1, { text: '' })])
    await expect.poll(async () => (await copies.of(chatId).newest(10))?.messages.length).toBe(2)
  })

  test('it is written anew when the database was taken away', async () => {
    const browser = testBrowser()
    const server = new ChatServer(story(4))
    const device = await openDevice(server, browser)
    await read(device, server)
    await browser.disk.deleteDatabase()
    expect(await copiedChats(device.means.store)).toEqual([])
    await read(device, server)
    expect(await copiedMessages(device.means.store, chatId)).toHaveLength(4)
  })

  test('while the server has not said which line of stories it has, nothing is written over', async () => {
    const browser = testBrowser()
    const server = new ChatServer(story(2))
    await read(await openDevice(server, browser), server)
    const means = testMeans(noNetwork, browser)
    const copies = new Copies({ means, server, hasWaiting: () => false })
    copies.of(chatId).keepNewest({ messages: [message(0), message(1, { text: 'another' })], before: null })
    await copies.keeping.flush()
    expect((await copies.of(chatId).newest(1))?.messages).toEqual([message(1)])
    await copies.keeping.trust('second')
    expect((await copies.of(chatId).newest(1))?.messages, 'not before it was compared').toEqual([message(1)])
  })
})

describe('the room for copies', () => {
  const long = (n: number): Message => message(n, { text: 'x'.repeat(400_000) })

  test('what was read longest ago goes first, and what is open stays', async () => {
    const ids = [1, 2, 3].map((n) => messageId(1_000 + n))
    let now = 0
    const { means, copies } = await openDevice(new ChatServer([]), testBrowser(), {
      quotaBytes: () => Promise.resolve(10_000_000),
      clock: { ...testMeans(noNetwork).clock, now: () => ++now },
    })
    for (const [n, id] of ids.entries()) {
      copies.of(id).keepNewest({ messages: [long(n)], before: null })
      copies.read(id)
      await copies.keeping.flush()
    }
    expect((await copiedChats(means.store)).map(({ id }) => id)).toEqual(ids.slice(1))
    expect(await copies.of(ids[2] ?? '').newest(1)).not.toBeNull()
  })

  test('a disk without room gets a copy removed for each write, and then the person is told', async () => {
    const server = new ChatServer(story(2))
    const browser = testBrowser()
    const device = await openDevice(server, browser)
    await read(device, server)
    device.copies.open.value = null
    browser.disk.fail('QuotaExceededError')
    const kept = await device.means.store.write(['notes'], (transaction) =>
      transaction.objectStore('notes').put('words', 'note'),
    )
    expect(kept).toMatchObject({ ok: false, error: { kind: 'quota' } })
    device.copies.of(chatId).keepNewest({ messages: [message(2)], before: messageId(2) })
    await device.copies.keeping.flush()
    expect(device.copies.keeping.trouble.value).toMatchObject({ kind: 'quota' })
    browser.disk.fail(null)
    await device.copies.keeping.flush()
    expect(device.copies.keeping.trouble.value).toBeNull()
    expect(await copiedMessages(device.means.store, chatId)).toHaveLength(3)
  })

  test('a disk that could not be written to is tried again, though nothing else happens', async () => {
    const due: (() => void)[] = []
    const browser = testBrowser()
    const { clock } = testMeans(noNetwork)
    const { copies } = await openDevice(new ChatServer([]), browser, {
      clock: {
        ...clock,
        after: (_, run) => {
          due.push(run)
          return () => undefined
        },
      },
    })
    copies.of(chatId).keepNewest({ messages: [message(0)], before: null })
    browser.disk.fail('TimeoutError')
    due.shift()?.()
    await expect.poll(() => due.length).toBe(1)
    expect(copies.keeping.trouble.value).toMatchObject({ kind: 'lost' })
    browser.disk.fail(null)
    due.shift()?.()
    await expect.poll(async () => (await copies.of(chatId).newest(1))?.messages).toEqual([message(0)])
  })
})

describe('chats that were deleted elsewhere', () => {
  const told = (askedAt: number, changes: Parameters<typeof ledgerOf>[1] = {}, history = 'first') => ({
    askedAt,
    ledger: ledgerOf(history, changes),
  })

  async function deleted(): Promise<Device> {
    const server = new ChatServer(story(2))
    const device = await openDevice(server)
    await read(device, server)
    device.copies.keepChatList([], Date.now() + 1)
    return device
  }

  test('their copies go', async () => {
    const { means, copies } = await deleted()
    await copies.dropDeleted(told(Date.now() + 2))
    expect(await copiedMessages(means.store, chatId)).toEqual([])
    expect(await copiedChats(means.store)).toEqual([])
  })

  test.for([
    ['the server may have been another one by the time of the list', told(0)],
    ['the server has another line of stories', told(Date.now() + 60_000, {}, 'second')],
    ['the server is not well', told(Date.now() + 60_000, { storageFault: { fault: 'x', at: 0, because: 'x' } })],
  ] as const)('they stay when %s', async ([, ledger]) => {
    const { means, copies } = await deleted()
    await copies.dropDeleted(ledger)
    expect(await copiedMessages(means.store, chatId)).toHaveLength(2)
  })
})
