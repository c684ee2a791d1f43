import { streamPath, type Message, type MessagePage, type Reply } from '#protocol/chats.ts'
import { fail, ok } from '#shared/outcome.ts'
import type { BranchMessage, Storage } from '../port.ts'
import type { MessageRow } from './branches.ts'
import type { Means } from './means.ts'
import { storedFault } from './stored-fault.ts'

type MessageRecords = Pick<Storage, 'messages' | 'branchTo' | 'parentOf'>

/** How much of a branch is read at once: every other reply waits for as long, 2 ms on a busy machine. */
const stretchLength = 500

export function messageRecords({ database: { records }, query, branches, clock }: Means): MessageRecords {
  return {
    async messages(chatId, { branch, before, limit }) {
      const chat = query.first(records.selectFrom('chats').select('head').where('id', '=', chatId))
      if (chat === undefined) return fail('unknown-chat')
      for (const named of [branch, before]) {
        if (named !== undefined && byId(named)?.chat_id !== chatId) return fail('unknown-message')
      }
      const start = before === undefined ? endOf(branch, chat.head) : (byId(before)?.parent_id ?? null)
      return ok(start === null ? { messages: [], before: null } : page(chatId, start, limit))
    },

    async branchTo(messageId) {
      const branch: BranchMessage[] = []
      for (let next: string | null = messageId; next !== null;) {
        const stretch = branches.up(next, stretchLength)
        branch.push(...stretch.map(({ id, role, text }) => ({ id, role, text })))
        next = stretch.at(-1)?.parent_id ?? null
        if (next !== null) await new Promise<void>((resolve) => clock.soon(resolve))
      }
      return branch.toReversed()
    },

    async parentOf(replyId) {
      return byId(replyId)?.parent_id
    },
  }

  function byId(id: string): MessageRow | undefined {
    return query.first(records.selectFrom('messages').selectAll().where('id', '=', id))
  }

  function endOf(branch: string | undefined, head: string | null): string | null {
    return branch === undefined ? head : branches.endBelow(branch)
  }

  function page(chatId: string, start: string, limit: number): MessagePage {
    const rows = branches.up(start, limit).toReversed()
    const first = rows[0]
    const variants = variantsOf(chatId, rows)
    const replies = repliesOf(rows)
    const messages = rows.map((row): Message => {
      const { id, role, text } = row
      const common = { id, parentId: row.parent_id, role, text, createdAt: row.created_at }
      return { ...common, variants: variants.get(row.parent_id) ?? [id], reply: replies.get(id) ?? null }
    })
    return { messages, before: first === undefined || first.parent_id === null ? null : first.id }
  }

  /** All messages with the same parents as these, oldest first, by parent. */
  function variantsOf(chatId: string, rows: readonly MessageRow[]): Map<string | null, string[]> {
    const parents = rows.flatMap(({ parent_id }) => parent_id ?? [])
    const inChat = records.selectFrom('messages').select(['id', 'parent_id']).where('chat_id', '=', chatId)
    const inOrder = inChat.orderBy('created_at').orderBy('id')
    // Two queries: with an `or` between them SQLite looks through the whole chat.
    const siblings = query.all(inOrder.where('parent_id', 'in', parents))
    if (parents.length < rows.length) siblings.push(...query.all(inOrder.where('parent_id', 'is', null)))
    const byParent = new Map<string | null, string[]>()
    for (const { id, parent_id } of siblings) byParent.set(parent_id, [...(byParent.get(parent_id) ?? []), id])
    return byParent
  }

  function repliesOf(rows: readonly MessageRow[]): Map<string, Reply> {
    const ids = rows.flatMap(({ id, role }) => (role === 'assistant' ? [id] : []))
    const jobs = query.all(records.selectFrom('jobs').select(['id', 'state', 'writer', 'fault']).where('id', 'in', ids))
    return new Map(
      jobs.map(({ id, state, writer, fault }) => [
        id,
        { state, stream: streamPath(id), model: writer, fault: fault === null ? null : storedFault(fault) },
      ]),
    )
  }
}
