import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { NewTurn, Storage } from '../../src/server/storage/port.ts'
import type { TokenLog } from '../../src/server/tokenlog/port.ts'

/** Records to test, with the token log they make replies' logs in. */
export interface OpenedStorage {
  readonly storage: Storage
  readonly log: TokenLog
  /** The same data, as another server has it. */
  readonly other: Storage
  readonly close: () => Promise<void>
}

const owner = { name: 'server-1', process: 'one' }
const id = (): string => crypto.randomUUID()

/** What every engine of the records must do. */
export function storageConformance(name: string, open: () => Promise<OpenedStorage>): void {
  describe(`the records in ${name}`, () => {
    let opened: OpenedStorage
    let storage: Storage
    let chatId: string
    let now: number

    beforeEach(async () => {
      opened = await open()
      storage = opened.storage
      now = 1_000
      chatId = (await storage.createChat({ id: id(), title: null, now })).id
    })
    afterEach(() => opened.close())

    const turn = (text: string, parentId?: string | null): NewTurn => ({
      id: id(),
      chatId,
      parentId,
      text,
      model: null,
      messageId: id(),
      replyId: id(),
      owner: owner.name,
      now: ++now,
    })

    async function accept(text: string, parentId?: string | null) {
      const accepted = await storage.acceptTurn(turn(text, parentId))
      if (!accepted.ok) throw new Error(accepted.error)
      return accepted.value.accepted
    }

    async function textsOf(query: { branch?: string; before?: string; limit?: number } = {}) {
      const { branch, before, limit = 100 } = query
      const page = await storage.messages(chatId, { branch, before, limit })
      if (!page.ok) throw new Error(page.error)
      return {
        texts: page.value.messages.map(({ role, text }) => (role === 'user' ? text : '…')),
        before: page.value.before,
      }
    }

    describe('turns', () => {
      test('make message, job and empty log together', async () => {
        const { messageId, replyId, stream } = await accept('Once upon a time')
        expect(stream).toBe(`/v1/stream/${replyId}`)
        expect(await storage.job(replyId)).toMatchObject({ state: 'queued', epoch: 1, writer: null })
        expect(await opened.log.state(replyId)).toMatchObject({ kind: 'state', tail: 0, closed: false, reserved: true })
        expect(await storage.branchTo(replyId)).toMatchObject([
          { id: messageId, text: 'Once upon a time' },
          { id: replyId, text: '' },
        ])
      })

      test('the same turn again gets the same answer and makes nothing, also at another server', async () => {
        const same = turn('Once')
        const first = await storage.acceptTurn(same)
        const again = await opened.other.acceptTurn({ ...same, messageId: id(), replyId: id() })
        expect(again).toEqual({ ok: true, value: { ...(first.ok && first.value), job: undefined } })
        expect((await textsOf()).texts).toEqual(['Once', '…'])
      })

      test('a turn is known by its id as soon as it is accepted, and not before', async () => {
        const one = turn('Once')
        expect(await storage.isAccepted(one.id)).toBe(false)
        await storage.acceptTurn(one)
        expect(await opened.other.isAccepted(one.id)).toBe(true)
      })

      test('another turn under a used id is refused, and the first stands', async () => {
        const first = turn('Once')
        await storage.acceptTurn(first)
        for (const change of [{ text: 'Twice' }, { model: 'other' }, { parentId: null }]) {
          expect(await storage.acceptTurn({ ...first, ...change, messageId: id(), replyId: id() })).toEqual({
            ok: false,
            error: 'turn-conflict',
          })
        }
        expect((await textsOf()).texts).toEqual(['Once', '…'])
      })

      test('an unknown chat or parent is refused, and so is a parent in another chat', async () => {
        expect(await storage.acceptTurn({ ...turn('x'), chatId: id() })).toEqual({ ok: false, error: 'unknown-chat' })
        expect(await storage.acceptTurn(turn('x', id()))).toEqual({ ok: false, error: 'unknown-message' })
        const elsewhere = (await storage.createChat({ id: id(), title: null, now })).id
        const { replyId } = await accept('here')
        expect(await storage.acceptTurn({ ...turn('x', replyId), chatId: elsewhere })).toEqual({
          ok: false,
          error: 'unknown-message',
        })
      })

      test('the first message names the chat, a later one does not', async () => {
        await accept('long '.repeat(40))
        await accept('second')
        const title = (await storage.chat(chatId))?.title ?? ''
        expect(title.startsWith('long long')).toBe(true)
        expect(title.length).toBeLessThanOrEqual(60)
      })

      test('any number of sendings of any turns at two servers leave each turn once, in the order they were accepted', async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 8 }), async (repeats) => {
            chatId = (await storage.createChat({ id: id(), title: null, now })).id
            for (const [index, again] of repeats.entries()) {
              const one = turn(`turn ${index}`)
              const servers = Array.from({ length: again + 1 }, (_, n) => (n % 2 === 0 ? storage : opened.other))
              await Promise.all(servers.map((server) => server.acceptTurn({ ...one, messageId: id(), replyId: id() })))
            }
            expect((await textsOf()).texts).toEqual(repeats.flatMap((_, index) => [`turn ${index}`, '…']))
          }),
          { numRuns: 20 },
        )
      })
    })

    describe('branches', () => {
      test('a turn after an earlier message opens a branch of its own', async () => {
        const first = await accept('a')
        await accept('b')
        await accept('b2', first.replyId)
        expect((await textsOf()).texts).toEqual(['a', '…', 'b2', '…'])
        expect((await textsOf({ branch: first.messageId })).texts).toEqual(['a', '…', 'b2', '…'])
      })

      test('variants are listed oldest first at each of them, and the open one is the youngest', async () => {
        const { messageId, replyId } = await accept('a')
        const variant = { id: id(), messageId: replyId, model: 'm', replyId: id(), owner: owner.name, now: ++now }
        expect(await storage.acceptVariant(variant)).toMatchObject({ ok: true, value: { accepted: { messageId } } })
        const page = await storage.messages(chatId, { branch: undefined, before: undefined, limit: 10 })
        expect(page.ok && page.value.messages.at(-1)).toMatchObject({
          id: variant.replyId,
          variants: [replyId, variant.replyId],
        })
      })

      test('a clock that is set back makes no variant older than the one before', async () => {
        const { messageId, replyId } = await accept('a')
        const replies = [replyId]
        for (let n = 0; n < 3; n++) {
          const variant = { id: id(), messageId, model: null, replyId: id(), owner: owner.name, now: 500 - n }
          await storage.acceptVariant(variant)
          replies.push(variant.replyId)
        }
        const page = await storage.messages(chatId, { branch: messageId, before: undefined, limit: 10 })
        expect(page.ok && page.value.messages.at(-1)).toMatchObject({ id: replies.at(-1), variants: replies })
      })

      test('opening a message opens the branch below it', async () => {
        const first = await accept('a')
        const second = await accept('b')
        await accept('c', first.replyId)
        const patched = await storage.patchChat(chatId, { head: second.messageId }, ++now)
        expect(patched).toMatchObject({ ok: true, value: { head: second.replyId } })
        expect((await textsOf()).texts).toEqual(['a', '…', 'b', '…'])
      })

      test('pages join to the whole branch, whatever their size', async () => {
        for (let n = 0; n < 7; n++) await accept(`m${n}`)
        const whole = (await textsOf()).texts
        for (const limit of [1, 2, 3, 5, 14, 20]) {
          const collected: string[] = []
          for (let before: string | undefined; ;) {
            const page = await textsOf({ limit, ...(before && { before }) })
            collected.unshift(...page.texts)
            if (page.before === null) break
            before = page.before
          }
          expect(collected).toEqual(whole)
        }
      })

      test('a branch of thousands of messages is read from its end without reading the rest', async () => {
        for (let n = 0; n < 300; n++) await accept(`m${n}`)
        expect((await textsOf({ limit: 4 })).texts).toEqual(['m298', '…', 'm299', '…'])
        expect(await storage.branchTo((await accept('last')).replyId)).toHaveLength(602)
      })
    })

    describe('chats', () => {
      test('a chat of thousands of messages can be deleted', async () => {
        for (let n = 0; n < 700; n++) await accept(`m${n}`)
        expect(await storage.deleteChat(chatId)).toHaveLength(700)
        expect(await storage.listChats()).toEqual([])
      })

      test('the same chat begun twice is one chat', async () => {
        const chat = { id: id(), title: 'one', now: ++now }
        const [first, again] = await Promise.all([
          storage.createChat(chat),
          opened.other.createChat({ ...chat, title: 'two' }),
        ])
        expect(again).toEqual(first)
        expect(await storage.listChats()).toHaveLength(2)
      })

      test('the last changed comes first', async () => {
        const second = await storage.createChat({ id: id(), title: 'second', now: ++now })
        await accept('into the first')
        expect((await storage.listChats()).map((chat) => chat.id)).toEqual([chatId, second.id])
      })

      test('a deleted chat takes its messages, jobs and logs along', async () => {
        const { replyId } = await accept('a')
        expect(await storage.deleteChat(chatId)).toEqual([replyId])
        expect(await storage.chat(chatId)).toBeUndefined()
        expect(await storage.job(replyId)).toBeUndefined()
        expect(await opened.log.state(replyId)).toEqual({ kind: 'unknown' })
        expect(await storage.deleteChat(chatId)).toBeUndefined()
      })
    })

    describe('jobs', () => {
      const end = { state: 'done', text: 'The end.', fault: null, now: 5 } as const

      test('a job that has ended stays as it ended', async () => {
        const { replyId } = await accept('a')
        expect(await storage.endJob(replyId, 1, end)).toBe(true)
        expect(await storage.endJob(replyId, 1, { ...end, state: 'failed', text: '' })).toBe(false)
        expect(await storage.updateJob(replyId, 1, { state: 'writing', writer: 'm' })).toBe(false)
        expect(await storage.jobState(replyId)).toBe('done')
        expect((await storage.branchTo(replyId)).at(-1)?.text).toBe('The end.')
      })

      test('whoever takes a job over has a higher epoch, and the one before can change nothing', async () => {
        const { replyId } = await accept('a')
        const taken = await opened.other.takeOver({ name: 'server-2', process: 'two' }, () => true)
        expect(taken).toMatchObject([{ id: replyId, epoch: 2 }])
        expect(await storage.updateJob(replyId, 1, { state: 'writing', writer: 'zombie' })).toBe(false)
        expect(await storage.endJob(replyId, 1, end)).toBe(false)
        expect(await opened.other.endJob(replyId, 2, end)).toBe(true)
      })

      test('a job whose owner lives is left alone; without a lease its owner is gone', async () => {
        await accept('a')
        await storage.extendLease({ ...owner, until: 100 })
        const seen: unknown[] = []
        const leave = await opened.other.takeOver({ name: 'server-2', process: 'two' }, (lease) => {
          seen.push(lease)
          return false
        })
        expect(leave).toEqual([])
        expect(seen).toEqual([{ ...owner, until: 100 }])
        await storage.dropLease(owner.name)
        expect(
          await opened.other.takeOver({ name: 'server-2', process: 'two' }, (lease) => lease === undefined),
        ).toHaveLength(1)
      })

      test('a lease that is free is ended with the take-over, so that they do not pile up', async () => {
        for (const one of ['dead-1', 'dead-2', 'alive']) {
          await storage.extendLease({ name: one, process: one, until: 1 })
        }
        const seen: string[] = []
        const look = (isFree: (lease: string) => boolean) =>
          storage.takeOver({ name: 'server-2', process: 'two' }, (lease) => {
            if (lease !== undefined) seen.push(lease.name)
            return lease !== undefined && isFree(lease.name)
          })
        await look((one) => one.startsWith('dead'))
        seen.length = 0
        await look(() => false)
        expect(seen).toEqual(['alive'])
      })

      test('two servers that take over at once never both get a job', async () => {
        for (let n = 0; n < 20; n++) await accept(`m${n}`)
        await storage.dropLease(owner.name)
        const isFree = (lease: unknown): boolean => lease === undefined
        await storage.extendLease({ name: 's2', process: '2', until: 1e15 })
        await storage.extendLease({ name: 's3', process: '3', until: 1e15 })
        const [two, three] = await Promise.all([
          storage.takeOver({ name: 's2', process: '2' }, isFree),
          opened.other.takeOver({ name: 's3', process: '3' }, isFree),
        ])
        const ids = [...two, ...three].map((job) => job.id)
        expect(new Set(ids).size).toBe(20)
        expect(ids).toHaveLength(20)
      })

      test('a wish to stop is remembered for whoever runs the job', async () => {
        const { replyId } = await accept('a')
        await opened.other.requestStop(replyId)
        expect(await storage.stopsRequested(owner.name)).toEqual([replyId])
        expect((await storage.job(replyId))?.stopRequested).toBe(true)
        await storage.endJob(replyId, 1, { ...end, state: 'stopped' })
        expect(await storage.stopsRequested(owner.name)).toEqual([])
      })

      test('a fault is kept with the reply', async () => {
        const { replyId } = await accept('a')
        const fault = { fault: 'backend-cut', side: 'model', title: 'T', detail: 'D', because: 'B' } as const
        await storage.endJob(replyId, 1, { state: 'failed', text: 'half', fault, now: 5 })
        const page = await storage.messages(chatId, { branch: undefined, before: undefined, limit: 1 })
        expect(page.ok && page.value.messages[0]).toMatchObject({ text: 'half', reply: { state: 'failed', fault } })
      })
    })
  })
}
