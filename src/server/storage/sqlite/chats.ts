import { fail, ok } from '#shared/outcome.ts'
import type { Storage } from '../port.ts'
import { chatColumns, chatOf } from './chat-row.ts'
import type { Means } from './means.ts'

type ChatRecords = Pick<Storage, 'createChat' | 'listChats' | 'chat' | 'patchChat' | 'deleteChat'>

export function chatRecords({ database: { records, commit }, query, logs, branches }: Means): ChatRecords {
  const chats = () => records.selectFrom('chats').select(chatColumns)
  const byId = (id: string) => query.first(chats().where('id', '=', id))

  return {
    createChat: ({ id, title, sheet, now }) =>
      commit.run(() => {
        const known = byId(id)
        if (known !== undefined) return chatOf(known)
        const sheetAt = sheet === null ? null : now
        const row = { id, title, created_at: now, updated_at: now, head: null, sheet_at: sheetAt }
        query.run(records.insertInto('chats').values({ ...row, sheet: sheet === null ? null : JSON.stringify(sheet) }))
        return chatOf(row)
      }),

    listChats: async () => query.all(chats().orderBy('updated_at', 'desc').orderBy('id', 'desc')).map(chatOf),

    async chat(id) {
      const row = byId(id)
      return row && chatOf(row)
    },

    patchChat: (id, { title, head }, now) =>
      commit.run(() => {
        const row = byId(id)
        if (row === undefined) return fail('unknown-chat')
        if (head !== undefined && !isIn(id, head)) return fail('unknown-message')
        const change = {
          ...(title === undefined ? {} : { title }),
          ...(head === undefined ? {} : { head: branches.endBelow(head) }),
        }
        // Opening another branch is reading, not writing: the chat keeps its place in the list.
        const touched = title === undefined ? {} : { updated_at: now }
        if (Object.keys(change).length > 0) {
          query.run(
            records
              .updateTable('chats')
              .set({ ...change, ...touched })
              .where('id', '=', id),
          )
        }
        return ok(chatOf({ ...row, ...change, ...touched }))
      }),

    async deleteChat(id) {
      const replies = await commit.run(() => {
        if (byId(id) === undefined) return undefined
        const removed = repliesIn(id)
        // A deletion that runs down a branch from parent to child is given up by SQLite after 1,000 steps.
        query.run(records.updateTable('messages').set({ parent_id: null }).where('chat_id', '=', id))
        query.run(records.deleteFrom('chats').where('id', '=', id))
        for (const reply of removed) logs.remove(reply)
        return removed
      })
      if (replies !== undefined) logs.tellRemoved(replies)
      return replies
    },
  }

  function repliesIn(chatId: string): readonly string[] {
    const replies = records.selectFrom('messages').select('id').where('chat_id', '=', chatId)
    return query.all(replies.where('role', '=', 'assistant')).map(({ id }) => id)
  }

  function isIn(chatId: string, messageId: string): boolean {
    const found = records.selectFrom('messages').select('id').where('id', '=', messageId).where('chat_id', '=', chatId)
    return query.first(found) !== undefined
  }
}
