import { fail, ok } from '#shared/outcome.ts'
import type { Storage } from '../port.ts'
import { after, chatColumns, chatOf } from './chat-row.ts'
import type { Means } from './means.ts'
import { storedSheet } from './stored-sheet.ts'

export function sheetRecords({ database: { records, commit }, query }: Means): Pick<Storage, 'sheet' | 'setSheet'> {
  return {
    async sheet(chatId) {
      const row = query.first(records.selectFrom('chats').select('sheet').where('id', '=', chatId))
      if (row === undefined) return fail('unknown-chat')
      return ok(row.sheet === null ? null : storedSheet(row.sheet))
    },

    setSheet: (chatId, sheet, now) =>
      commit.run(() => {
        const row = query.first(records.selectFrom('chats').select(chatColumns).where('id', '=', chatId))
        if (row === undefined) return fail('unknown-chat')
        if (sheet === null && row.sheet_at === null) return ok(chatOf(row))
        // Also later than a sheet that was taken away: each moment names one sheet.
        const at = after(Math.max(row.updated_at, row.sheet_at ?? 0), now)
        const moments = { updated_at: at, sheet_at: sheet === null ? null : at }
        const change = { ...moments, sheet: sheet === null ? null : JSON.stringify(sheet) }
        query.run(records.updateTable('chats').set(change).where('id', '=', chatId))
        return ok(chatOf({ ...row, ...moments }))
      }),
  }
}
