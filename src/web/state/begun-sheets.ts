import { sheetSchema, type Sheet } from '#protocol/sheet.ts'
import { jsonOf } from '../json.ts'
import type { Shelf } from '../means.ts'

const prefix = 'holdfast:sheet-of:'

/**
 * What chats are about that the server may not have yet, by their ids: kept from before the first turn is in the outbox until
 * the server says that it has it. Turns go back into boxes, and older pages do not know of sheets; this stays.
 */
export class BegunSheets {
  readonly #shelf: Pick<Shelf, 'get' | 'put' | 'remove'>

  constructor(shelf: Pick<Shelf, 'get' | 'put' | 'remove'>) {
    this.#shelf = shelf
  }

  of(chatId: string): Sheet | null {
    return sheetSchema.safeParse(jsonOf(this.#shelf.get(prefix + chatId) ?? '')).data ?? null
  }

  /** Where the shelf is full, the turn alone has it. */
  keep(chatId: string, sheet: Sheet): void {
    this.#shelf.put(prefix + chatId, JSON.stringify(sheet))
  }

  forget(chatId: string): void {
    this.#shelf.remove(prefix + chatId)
  }
}
