import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Chat } from '../../src/protocol/chats.ts'
import type { Sheet } from '../../src/protocol/sheet.ts'
import type { Incoming, Verdict } from '../../src/server/storage/archive.ts'
import type { Storage } from '../../src/server/storage/port.ts'
import { onePixel, sheetOf } from '../support/sheets.ts'
import type { OpenedStorage } from './storage.ts'

const id = (): string => crypto.randomUUID()
const mira = sheetOf({
  name: 'Mira',
  opening: 'It rained.',
  lore: [{ keys: 'inn, tavern', text: 'The inn is closed.' }],
  picture: onePixel,
})
const other = sheetOf({ name: 'Oskar' })

/** What every engine of the records must do with the sheets of stories. */
export function sheetConformance(name: string, open: () => Promise<OpenedStorage>): void {
  describe(`the sheets of stories in ${name}`, () => {
    let opened: OpenedStorage
    let storage: Storage

    beforeEach(async () => {
      opened = await open()
      storage = opened.storage
    })
    afterEach(() => opened.close())

    const begin = (sheet: Sheet | null, now = 1_000): Promise<Chat> =>
      storage.createChat({ id: id(), title: 'Mine', sheet, now })

    async function change(chatId: string, sheet: Sheet | null, now: number): Promise<Chat> {
      const changed = await storage.setSheet(chatId, sheet, now)
      if (!changed.ok) throw new Error(changed.error)
      return changed.value
    }

    test('a chat begun with one has it, also at another server, and every way to the chat says since when', async () => {
      const chat = await begin(mira)
      expect(chat).toMatchObject({ sheetAt: 1_000, updatedAt: 1_000 })
      expect(await opened.other.sheet(chat.id)).toEqual({ ok: true, value: mira })
      expect(await storage.chat(chat.id)).toEqual(chat)
      expect(await storage.listChats()).toEqual([chat])
      expect(await storage.chatsAfter(undefined, 1)).toEqual([chat])
      const renamed = await storage.patchChat(chat.id, { title: 'Ours' }, 2_000)
      expect(renamed).toEqual({ ok: true, value: { ...chat, title: 'Ours', updatedAt: 2_000 } })
    })

    test('a chat begun without one has none', async () => {
      const chat = await begin(null)
      expect(chat.sheetAt).toBeNull()
      expect(await storage.sheet(chat.id)).toEqual({ ok: true, value: null })
    })

    test('the same chat begun again keeps its first one', async () => {
      const chat = await begin(mira)
      expect(await opened.other.createChat({ id: chat.id, title: 'x', sheet: other, now: 5_000 })).toEqual(chat)
      expect(await storage.sheet(chat.id)).toEqual({ ok: true, value: mira })
    })

    test('each change is later than the one before, whatever the clock does, and moves the chat up', async () => {
      const chat = await begin(mira)
      expect(await change(chat.id, other, 5_000)).toEqual({ ...chat, sheetAt: 5_000, updatedAt: 5_000 })
      expect(await change(chat.id, mira, 3_000)).toEqual({ ...chat, sheetAt: 5_001, updatedAt: 5_001 })
      await begin(null, 5_002)
      await change(chat.id, mira, 6_000)
      expect((await storage.listChats())[0]?.id).toBe(chat.id)
    })

    test('it can be taken away, and one that comes after it is later than all before', async () => {
      const chat = await begin(mira)
      const changed = await change(chat.id, other, 5_000)
      expect(await change(chat.id, null, 2_000)).toEqual({ ...chat, sheetAt: null, updatedAt: 5_001 })
      expect(await storage.sheet(chat.id)).toEqual({ ok: true, value: null })
      expect(await change(chat.id, mira, 2_000)).toMatchObject({ sheetAt: (changed.sheetAt ?? 0) + 2 })
    })

    test('taking away what is not there changes nothing', async () => {
      const chat = await begin(null)
      expect(await change(chat.id, null, 9_000)).toEqual(chat)
    })

    test('a chat that is not there, or no more, has none and gets none', async () => {
      const chat = await begin(mira)
      await storage.deleteChat(chat.id)
      for (const gone of [chat.id, id()]) {
        expect(await storage.sheet(gone)).toEqual({ ok: false, error: 'unknown-chat' })
        expect(await storage.setSheet(gone, mira, 1)).toEqual({ ok: false, error: 'unknown-chat' })
      }
    })

    test('it stays through turns', async () => {
      const chat = await begin(mira)
      const ids = { id: id(), replyId: id() }
      const turn = { ...ids, chatId: chat.id, parentId: undefined, text: 'Hello', model: null, owner: 'o', now: 7_000 }
      await storage.acceptTurn(turn)
      expect(await storage.chat(chat.id)).toMatchObject({ sheetAt: 1_000, updatedAt: 7_000 })
      expect(await storage.sheet(chat.id)).toEqual({ ok: true, value: mira })
    })

    describe('in archives', () => {
      const archived = (chat: Partial<Chat>, sheet?: Sheet): Incoming => {
        const known = { id: id(), title: 'Mine', createdAt: 1, updatedAt: 9, head: null, sheetAt: null }
        return { chat: { ...known, ...chat }, sheet, messages: [] }
      }
      const verdict = async (incoming: Incoming): Promise<Verdict | undefined> =>
        (await storage.takeIn([incoming]))[0]?.chat

      test('come in with their chats, and the same again changes nothing', async () => {
        const incoming = archived({ sheetAt: 5 }, mira)
        expect(await verdict(incoming)).toBe('taken')
        expect(await verdict(incoming)).toBe('here')
        expect(await storage.chat(incoming.chat.id)).toEqual(incoming.chat)
        expect(await storage.sheet(incoming.chat.id)).toEqual({ ok: true, value: mira })
      })

      test('without a moment of their own are as old as the last change of their chat', async () => {
        const incoming = archived({}, mira)
        await verdict(incoming)
        expect(await storage.chat(incoming.chat.id)).toMatchObject({ sheetAt: 9 })
      })

      test('a chat that is here keeps its own, and one that has none takes it', async () => {
        const mine = await begin(mira)
        expect(await verdict(archived({ id: mine.id, sheetAt: 5 }, other))).toBe('differing')
        expect(await verdict(archived({ id: mine.id }))).toBe('here')
        expect(await storage.sheet(mine.id)).toEqual({ ok: true, value: mira })
        expect(await storage.chat(mine.id)).toMatchObject({ sheetAt: 1_000 })

        const bare = await begin(null)
        expect(await verdict(archived({ id: bare.id, sheetAt: 5 }, other))).toBe('here')
        expect(await storage.sheet(bare.id)).toEqual({ ok: true, value: other })
        expect(await storage.chat(bare.id)).toMatchObject({ sheetAt: 5 })
      })
    })
  })
}
