import { describe, expect, test } from 'vitest'
import type { Message } from '#protocol/chats.ts'
import type { ImportReport } from '#protocol/imports.ts'
import { problem } from '#protocol/problem.ts'
import { fail, ok } from '#shared/outcome.ts'
import type { LedgerServer } from '../ledger/ledger-server.ts'
import { testBrowser, testMeans, type TestBrowser } from '../test-means.ts'
import { Copies } from './copies.ts'
import { copiedMessages } from './reading.ts'
import { Restored } from './restored.ts'
import { ChatServer, chatId, ledgerOf, message, messageId, story } from './test-chat.ts'

const noNetwork = (): Promise<never> => Promise.reject(new Error('no network in this test'))
const nothing = { taken: 0, here: 0, differing: 0 }
const report: ImportReport = {
  isWhole: true,
  chats: nothing,
  messages: nothing,
  passedOver: 0,
  missing: null,
  damageCount: 0,
  damages: [],
  differences: [],
}

/** A server that takes an archive as ours does: whatever it does not have. */
function archiveServer(server: ChatServer) {
  const archives: string[] = []
  const putBack: LedgerServer['putBack'] = async (archive) => {
    const lines = new TextDecoder().decode(archive)
    archives.push(lines)
    const ids = [...lines.matchAll(/"message":\{"id":"([^"]+)"/g)].map(([, id]) => id)
    server.messagesOfChat = [...server.messagesOfChat, ...story(10).filter(({ id }) => ids.includes(id))]
    return ok(report)
  }
  return { archives, putBack, messages: server.messages }
}

/** A device that has copied six messages of a server. */
async function openDevice(server: ChatServer, browser: TestBrowser = testBrowser(), answers = archiveServer(server)) {
  const means = testMeans(noNetwork, browser)
  const copies = new Copies({ means, server, hasWaiting: () => false })
  let putBacks = 0
  const { signal } = new AbortController()
  const restored = new Restored({ means, server: answers, copies, onPutBack: () => (putBacks += 1), signal })
  async function meet(history: string): Promise<void> {
    await copies.keeping.trust(history)
    await restored.check(ledgerOf(history))
  }
  return { means, copies, restored, meet, archives: answers.archives, putBacks: () => putBacks }
}

async function copied(messages: readonly Message[], browser: TestBrowser): Promise<void> {
  const device = await openDevice(new ChatServer(messages), browser)
  await device.meet('first')
  device.copies.of(chatId).keepNewest({ messages, before: null })
  await device.copies.keeping.flush()
}

describe('a server with another line of stories', () => {
  test('what it no longer has is found, also what is younger than both', async () => {
    const browser = testBrowser()
    await copied(story(6), browser)
    const server = new ChatServer([...story(4), message(8, { parentId: messageId(3) })])
    const { restored, meet } = await openDevice(server, browser)
    await meet('second')
    expect(restored.onlyHere.value).toMatchObject([{ id: chatId, onlyHere: [messageId(4), messageId(5)] }])
  })

  test('what it accepted before it said so is no more than it is, and nothing else is forgotten', async () => {
    const browser = testBrowser()
    await copied(story(6), browser)
    const turn = [message(6, { parentId: messageId(3) }), message(7, { text: '' })] as const
    const server = new ChatServer([...story(4), turn[0], message(7)])
    const { copies, restored, meet } = await openDevice(server, browser)
    copies.of(chatId).keepAccepted(turn)
    await meet('second')
    expect(restored.onlyHere.value).toMatchObject([{ id: chatId, onlyHere: [messageId(4), messageId(5)] }])
    expect((await copies.of(chatId).newest(1))?.messages[0]?.id).toBe(messageId(7))
  })

  test('of a server that has everything nothing is offered, and it is compared once', async () => {
    const browser = testBrowser()
    await copied(story(6), browser)
    const server = new ChatServer(story(6))
    const { restored, meet } = await openDevice(server, browser)
    await meet('second')
    expect(restored.onlyHere.value).toEqual([])
    server.asked = 0
    await (await openDevice(server, browser)).meet('second')
    expect(server.asked).toBe(0)
  })

  test('what was read of it before it was compared changes no copy, and afterwards it does', async () => {
    const browser = testBrowser()
    await copied(story(6), browser)
    const server = new ChatServer(story(4))
    const { means, copies, meet } = await openDevice(server, browser)
    copies.of(chatId).keepNewest({ messages: story(4), before: null })
    await meet('second')
    await expect.poll(async () => (await copies.of(chatId).newest(1))?.messages).toEqual([message(3)])
    expect(await copiedMessages(means.store, chatId)).toHaveLength(6)
  })

  test('a reply that it has written on in another way is here only as it was, beside the other', async () => {
    const browser = testBrowser()
    await copied(story(2), browser)
    const reply = { state: 'writing', stream: '/', model: null, fault: null } as const
    const server = new ChatServer([message(0), message(1, { text: '', reply })])
    const { means, restored, meet } = await openDevice(server, browser)
    await meet('second')
    expect(restored.onlyHere.value, 'not before it is written').toEqual([])
    server.messagesOfChat = [message(0), message(1, { text: 'another end' })]
    await meet('second')
    const [chat] = restored.onlyHere.value
    const kept = chat === undefined ? [] : await restored.messagesOf(chat)
    expect(kept).toMatchObject([{ parentId: messageId(0), text: 'message 1', role: 'assistant' }])
    expect(kept[0]?.id).not.toBe(messageId(1))
    expect(await copiedMessages(means.store, chatId)).toHaveLength(3)
    await (await openDevice(server, browser)).meet('second')
    expect(await copiedMessages(means.store, chatId), 'once').toHaveLength(3)
  })

  test('while it cannot be asked nothing is said to be missing, and it is asked the next time', async () => {
    const browser = testBrowser()
    await copied(story(6), browser)
    const server = new ChatServer(story(4))
    const { restored, meet } = await openDevice(server, browser)
    server.isAway = true
    await meet('second')
    expect(restored.onlyHere.value).toEqual([])
    server.isAway = false
    await meet('second')
    expect(restored.onlyHere.value).toMatchObject([{ onlyHere: [messageId(4), messageId(5)] }])
  })
})

describe('words that are only here', () => {
  async function lost(browser: TestBrowser = testBrowser()) {
    await copied(story(6), browser)
    const device = await openDevice(new ChatServer(story(4)), browser)
    await device.meet('second')
    return device
  }

  test('they are put back as an archive of just these messages, and then they are not only here', async () => {
    const { restored, archives, putBacks } = await lost()
    await restored.putBack()
    expect(archives).toHaveLength(1)
    expect(archives[0]?.match(/"message":/g)).toHaveLength(2)
    expect(archives[0]).toContain(`"head":"${messageId(5)}"`)
    expect([restored.onlyHere.value, restored.broughtBack.value, putBacks()]).toEqual([[], 2, 1])
  })

  test('a server that does not take them leaves them here, and the person is told why', async () => {
    const browser = testBrowser()
    await copied(story(6), browser)
    const server = new ChatServer(story(4))
    const refusing = { ...archiveServer(server), putBack: async () => fail(problem('disk-full')) }
    const { restored, meet } = await openDevice(server, browser, refusing)
    await meet('second')
    await restored.putBack()
    expect(restored.problem.value).toMatchObject({ fault: 'disk-full' })
    expect(restored.onlyHere.value).toHaveLength(1)
  })

  test('they stay for whoever wants them here only, and no other tab or page offers them again', async () => {
    const browser = testBrowser()
    const first = await lost(browser)
    const second = await openDevice(new ChatServer(story(4)), browser)
    await second.meet('second')
    await first.restored.keepHereOnly()
    await expect.poll(() => second.restored.isDecided.value).toBe(true)
    const again = await openDevice(new ChatServer(story(4)), browser)
    await again.meet('second')
    expect([again.restored.isDecided.value, again.restored.onlyHere.value.length]).toEqual([true, 1])
  })

  test('they are gone when the person deletes their chat', async () => {
    const { restored, copies } = await lost()
    await copies.forget(chatId)
    await expect.poll(() => restored.onlyHere.value).toEqual([])
  })

  test('they are never removed to make room, and are written again when the database was taken away', async () => {
    const browser = testBrowser()
    const { means, copies } = await lost(browser)
    expect(await copies.room.make()).toBe(false)
    await browser.disk.deleteDatabase()
    await expect.poll(async () => (await copiedMessages(means.store, chatId)).length).toBe(2)
  })
})
