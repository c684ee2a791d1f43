import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Chat } from '../../src/protocol/chats.ts'
import type { IncomingMessage, Place, TakenIn } from '../../src/server/storage/archive.ts'
import type { NewTurn, Storage } from '../../src/server/storage/port.ts'
import type { TokenLog } from '../../src/server/tokenlog/port.ts'
import { isUuid } from '../../src/shared/ids.ts'

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
      chatId = (await storage.createChat({ id: id(), title: null, sheet: null, now })).id
    })
    afterEach(() => opened.close())

    const turn = (text: string, parentId?: string | null): NewTurn => ({
      id: id(),
      chatId,
      parentId,
      text,
      model: null,
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
        const again = await opened.other.acceptTurn({ ...same, replyId: id() })
        expect(again).toEqual({ ok: true, value: { ...(first.ok && first.value), job: undefined } })
        expect((await textsOf()).texts).toEqual(['Once', '…'])
      })

      test('its message has its id, and the id of another message is refused', async () => {
        const first = turn('Once')
        expect(await storage.acceptTurn(first)).toMatchObject({
          ok: true,
          value: { accepted: { messageId: first.id } },
        })
        const others = [
          { ...turn('Once'), id: first.replyId },
          {
            ...turn('Once'),
            id: first.id,
            chatId: (await storage.createChat({ id: id(), title: null, sheet: null, now })).id,
          },
        ]
        for (const other of others)
          expect(await storage.acceptTurn(other)).toEqual({ ok: false, error: 'turn-conflict' })
        expect((await textsOf()).texts).toEqual(['Once', '…'])
      })

      test('a turn that was taken stays where it is, whatever end of the story it is sent to again', async () => {
        const before = await accept('Before')
        const first = { ...turn('Once'), parentId: before.replyId }
        const accepted = await storage.acceptTurn(first)
        const ends = [undefined, null, accepted.ok ? accepted.value.accepted.replyId : null]
        for (const parentId of ends) {
          const again = await storage.acceptTurn({ ...first, parentId, replyId: id() })
          expect(again).toEqual({ ok: true, value: { ...(accepted.ok && accepted.value), job: undefined } })
        }
        expect((await textsOf()).texts).toEqual(['Before', '…', 'Once', '…'])
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
        for (const change of [{ text: 'Twice' }, { model: 'other' }]) {
          expect(await storage.acceptTurn({ ...first, ...change, replyId: id() })).toEqual({
            ok: false,
            error: 'turn-conflict',
          })
        }
        expect((await textsOf()).texts).toEqual(['Once', '…'])
      })

      test('an unknown chat or parent is refused, and so is a parent in another chat', async () => {
        expect(await storage.acceptTurn({ ...turn('x'), chatId: id() })).toEqual({ ok: false, error: 'unknown-chat' })
        expect(await storage.acceptTurn(turn('x', id()))).toEqual({ ok: false, error: 'unknown-message' })
        const elsewhere = (await storage.createChat({ id: id(), title: null, sheet: null, now })).id
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
            chatId = (await storage.createChat({ id: id(), title: null, sheet: null, now })).id
            for (const [index, again] of repeats.entries()) {
              const one = turn(`turn ${index}`)
              const servers = Array.from({ length: again + 1 }, (_, n) => (n % 2 === 0 ? storage : opened.other))
              await Promise.all(servers.map((server) => server.acceptTurn({ ...one, replyId: id() })))
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

      test('a branch of hundreds of messages is read whole without holding up everything else', async () => {
        for (let n = 0; n < 300; n++) await accept(`m${n}`)
        const { replyId } = await accept('last')
        let wentOn = false
        setImmediate(() => (wentOn = true))
        const branch = await storage.branchTo(replyId)
        expect(branch.map(({ text }) => text).slice(0, 4)).toEqual(['m0', '', 'm1', ''])
        expect(branch).toHaveLength(602)
        expect(wentOn).toBe(true)
      })
    })

    describe('chats', () => {
      test('a chat of thousands of messages can be deleted', async () => {
        for (let n = 0; n < 700; n++) await accept(`m${n}`)
        expect(await storage.deleteChat(chatId)).toHaveLength(700)
        expect(await storage.listChats()).toEqual([])
      })

      test('the same chat begun twice is one chat', async () => {
        const chat = { id: id(), title: 'one', sheet: null, now: ++now }
        const [first, again] = await Promise.all([
          storage.createChat(chat),
          opened.other.createChat({ ...chat, title: 'two' }),
        ])
        expect(again).toEqual(first)
        expect(await storage.listChats()).toHaveLength(2)
      })

      test('the last changed comes first', async () => {
        const second = await storage.createChat({ id: id(), title: 'second', sheet: null, now: ++now })
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

    describe('figures', () => {
      const nothing = { messages: 0, characters: 0, repliesWriting: 0, repliesWaiting: 0 }

      test('are those of what is stored, at every server', async () => {
        const { replyId } = await accept('Once 🦊')
        const queued = { chats: 1, messages: 2, characters: 6, repliesWriting: 0, repliesWaiting: 1 }
        expect(await storage.figures()).toMatchObject(queued)
        await storage.updateJob(replyId, 1, { state: 'writing', writer: 'fake' })
        expect(await opened.other.figures()).toMatchObject({ ...queued, repliesWriting: 1, repliesWaiting: 0 })
        await storage.endJob(replyId, 1, { state: 'done', text: 'upon', fault: null, now: ++now })
        expect(await storage.figures()).toMatchObject({ ...nothing, chats: 1, messages: 2, characters: 10 })
      })

      test('go down again with a chat that is deleted', async () => {
        for (const text of ['a', 'b', 'c']) await accept(text)
        await storage.deleteChat(chatId)
        expect(await storage.figures()).toMatchObject({ ...nothing, chats: 0 })
      })

      test('name the history of the stories, the same at every server', async () => {
        const { history } = await storage.figures()
        expect(isUuid(history)).toBe(true)
        expect((await opened.other.figures()).history).toBe(history)
      })
    })

    describe('archives', () => {
      const all = { messages: 100, characters: 1_000_000 }
      const beginning = { parentId: null, after: undefined }
      const textsDown = async (from: Place, limit = all): Promise<readonly string[]> =>
        (await storage.descend(chatId, from, limit)).map(({ role, text }) => (role === 'user' ? text : '…'))

      test('chats are read by id, in steps of any size', async () => {
        for (let n = 0; n < 6; n++) await storage.createChat({ id: id(), title: `${n}`, sheet: null, now })
        const ids = (await storage.chatsAfter(undefined, 100)).map((chat) => chat.id)
        expect(ids).toEqual(ids.toSorted())
        expect(ids).toHaveLength(7)
        for (const size of [1, 2, 7]) {
          const collected: string[] = []
          for (let page = await storage.chatsAfter(undefined, size); page.length > 0;) {
            collected.push(...page.map((chat) => chat.id))
            page = await storage.chatsAfter(collected.at(-1), size)
          }
          expect(collected).toEqual(ids)
        }
      })

      test('a way down takes the oldest child each time, and says where others are left', async () => {
        const first = await accept('a')
        const second = await accept('b')
        await accept('c')
        await accept('b2', first.replyId)
        expect(await textsDown(beginning)).toEqual(['a', '…', 'b', '…', 'c', '…'])
        const way = await storage.descend(chatId, beginning, all)
        expect(way.map(({ hasYounger }) => hasYounger)).toEqual([false, false, true, false, false, false])
        const b = way.find((message) => message.id === second.messageId)
        expect(await textsDown({ parentId: first.replyId, after: b })).toEqual(['b2', '…'])
        expect(await textsDown(beginning, { ...all, messages: 3 })).toEqual(['a', '…', 'b'])
        expect(await textsDown(beginning, { ...all, characters: 1 })).toEqual(['a'])
        expect(await textsDown({ parentId: way.at(-1)?.id ?? null, after: undefined })).toEqual([])
      })

      test('siblings of one moment have an order all the same, and each comes once', async () => {
        for (let n = 0; n < 5; n++) await storage.takeIn([{ chat: chatOf(), messages: [said(id(), null)] }])
        const seen: string[] = []
        for (let place: Place = beginning; ;) {
          const [next] = await storage.descend(chatId, place, { ...all, messages: 1 })
          if (next === undefined) break
          seen.push(next.id)
          place = { parentId: null, after: next }
        }
        expect(seen).toHaveLength(5)
        expect(seen).toEqual(seen.toSorted())
      })

      test('what the records know of a reply comes along: its state, its end, and the turn that asked for it', async () => {
        const one = turn('a')
        await storage.acceptTurn({ ...one, model: 'm' })
        const fault = { fault: 'backend-cut', side: 'model', title: 'T', detail: 'D' } as const
        await storage.updateJob(one.replyId, 1, { state: 'writing', writer: 'w' })
        await storage.endJob(one.replyId, 1, { state: 'failed', text: 'half', fault, now: 77 })
        const [asked, reply] = await storage.descend(chatId, beginning, all)
        expect(asked).toMatchObject({ text: 'a', reply: null })
        expect(reply).toMatchObject({
          text: 'half',
          reply: { state: 'failed', model: 'w', asked: 'm', endedAt: 77, fault, turn: { id: one.id } },
        })
      })

      const chatOf = (change: Partial<Chat> = {}): Chat => {
        return { id: chatId, title: null, createdAt: 1_000, updatedAt: 1_000, head: null, sheetAt: null, ...change }
      }
      const said = (messageId: string, parentId: string | null, text = 'said'): IncomingMessage => {
        return { id: messageId, parentId, role: 'user', text, createdAt: 5, reply: null }
      }
      const answered = (replyId: string, parentId: string, turnId = id()): IncomingMessage => {
        const reply = { state: 'done', model: 'm', asked: null, endedAt: 6, fault: null } as const
        const log = [
          '{"t":"token","text":"The end."}',
          '{"t":"done","reason":"done","usage":{"promptTokens":1,"completionTokens":2}}',
        ]
        const turnOf = { id: turnId, fingerprint: 'f' }
        return { ...said(replyId, parentId, 'The end.'), role: 'assistant', reply: { ...reply, turn: turnOf, log } }
      }
      const verdicts = (taken: readonly TakenIn[]) =>
        taken.map(({ chat, messages }) => [chat, ...messages.map(({ verdict }) => verdict)])

      test('what comes in is there: chat, messages, and replies with their closed logs and turns', async () => {
        const [chat, asked, reply, turnId] = [id(), id(), id(), id()]
        const incoming = {
          chat: chatOf({ id: chat, title: 'Mine', updatedAt: 9, head: reply }),
          messages: [said(asked, null), answered(reply, asked, turnId)],
        }
        expect(verdicts(await storage.takeIn([incoming]))).toEqual([['taken', 'taken', 'taken']])
        expect(await storage.chat(chat)).toEqual(incoming.chat)
        expect((await storage.branchTo(reply)).map(({ text }) => text)).toEqual(['said', 'The end.'])
        expect(await storage.jobState(reply)).toBe('done')
        expect(await storage.isAccepted(turnId)).toBe(true)
        expect(await opened.log.state(reply)).toMatchObject({ kind: 'state', tail: 2, closed: true, reserved: true })
        expect(await storage.takeOver({ name: 'server-2', process: 'two' }, () => true)).toEqual([])
      })

      test('a turn whose message came in without it makes no second one, and a reply only where there is none', async () => {
        const answer = { ...turn('said'), parentId: null }
        const silent = { ...turn('said'), parentId: null }
        const reply = answered(id(), answer.id)
        const whole = reply.reply === null ? reply : { ...reply, reply: { ...reply.reply, turn: null } }
        await storage.takeIn([{ chat: chatOf(), messages: [said(answer.id, null), whole, said(silent.id, null)] }])
        const accepted = { messageId: answer.id, replyId: whole.id, stream: `/v1/stream/${whole.id}` }
        for (const server of [storage, opened.other])
          expect(await server.acceptTurn(answer)).toEqual({ ok: true, value: { accepted, job: undefined } })
        const begun = await opened.other.acceptTurn(silent)
        expect(begun).toMatchObject({ ok: true, value: { job: { id: silent.replyId, state: 'queued' } } })
        expect(await storage.acceptTurn({ ...silent, replyId: id() })).toEqual({
          ok: true,
          value: { ...(begun.ok && begun.value), job: undefined },
        })
        expect((await storage.branchTo(silent.replyId)).map(({ id: known }) => known)).toEqual([
          silent.id,
          silent.replyId,
        ])
        const other = { ...turn('said'), text: 'something else', id: answer.id }
        expect(await storage.acceptTurn(other)).toEqual({ ok: false, error: 'turn-conflict' })
      })

      test('the same again changes nothing, also at another server', async () => {
        const [chat, asked, reply] = [id(), id(), id()]
        const incoming = {
          chat: chatOf({ id: chat, title: 'Mine', head: reply }),
          messages: [said(asked, null), answered(reply, asked)],
        }
        await storage.takeIn([incoming])
        expect(verdicts(await opened.other.takeIn([incoming]))).toEqual([['here', 'here', 'here']])
        expect(await storage.chat(chat)).toEqual(incoming.chat)
      })

      test('another title, text or place under a known id stays away, and what is here stays', async () => {
        const [one, two] = [id(), id()]
        await storage.takeIn([{ chat: chatOf({ title: 'Mine' }), messages: [said(one, null), said(two, one)] }])
        const other = { chat: chatOf({ title: 'Theirs' }), messages: [said(one, null, 'other'), said(two, null)] }
        expect(verdicts(await storage.takeIn([other]))).toEqual([['differing', 'differing', 'differing']])
        const elsewhere = { chat: chatOf({ id: id() }), messages: [said(one, null)] }
        expect(verdicts(await storage.takeIn([elsewhere]))).toEqual([['taken', 'differing']])
        expect((await storage.branchTo(two)).map(({ text }) => text)).toEqual(['said', 'said'])
      })

      test('a message whose parent is not here begins a branch of its own, and is no other when it comes again', async () => {
        const orphan = { chat: chatOf(), messages: [said(id(), id())] }
        const outcome = (verdict: string) => [{ chat: 'here', messages: [{ verdict, isOrphan: true }] }]
        expect(await storage.takeIn([orphan])).toEqual(outcome('taken'))
        expect(await storage.takeIn([orphan])).toEqual(outcome('here'))
        expect(await textsDown(beginning)).toEqual(['said'])
      })

      test('a chat that comes in steps can be read after each of them, and is the archived one after the last', async () => {
        const [chat, one, two, aside] = [id(), id(), id(), id()]
        const mine = chatOf({ id: chat, title: 'Mine', updatedAt: 9, head: two })
        await storage.takeIn([{ chat: mine, messages: [said(one, null)] }])
        expect(await storage.chat(chat)).toMatchObject({ head: one })
        await opened.other.takeIn([{ chat: mine, messages: [said(two, one)] }])
        await storage.takeIn([{ chat: mine, messages: [said(aside, one)] }])
        expect(await storage.chat(chat)).toEqual(mine)
      })

      test('a branch that was opened here since stays open', async () => {
        const [one, two] = [id(), id()]
        const incoming = { chat: chatOf({ updatedAt: 2_000, head: two }), messages: [said(one, null), said(two, null)] }
        await storage.takeIn([incoming])
        await storage.patchChat(chatId, { head: one }, 3_000)
        await storage.takeIn([incoming])
        expect(await storage.chat(chatId)).toMatchObject({ head: one })
      })

      test('a reply that somebody made a log for by hand stays away, and so does nothing else', async () => {
        const [asked, reply] = [id(), id()]
        const spec = { contentType: 'text/plain', closed: false, ttlSeconds: null, expiresAt: null, reserved: false }
        await opened.log.create(reply, spec, [])
        const incoming = { chat: chatOf(), messages: [said(asked, null), answered(reply, asked)] }
        expect(verdicts(await storage.takeIn([incoming]))).toEqual([['here', 'taken', 'differing']])
        expect(await opened.log.state(reply)).toMatchObject({ contentType: 'text/plain' })
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
