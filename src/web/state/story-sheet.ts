import { signal, type Signal } from '@preact/signals'
import type { Problem } from '#protocol/problem.ts'
import type { Sheet } from '#protocol/sheet.ts'
import type { Server } from '../api/server.ts'
import type { ChatCopy, CopiedSheet } from '../copies/copies.ts'
import type { BegunSheets } from './begun-sheets.ts'

export interface StorySheetMeans {
  readonly chatId: string
  readonly server: Pick<Server, 'sheet' | 'setSheet'>
  readonly copy: Pick<ChatCopy, 'sheet' | 'keepSheet'>
  readonly begun: Pick<BegunSheets, 'of' | 'forget'>
}

/** What one story is about, as the server has it, or this device while the server has not got it or cannot be reached. */
export class StorySheet {
  readonly sheet: Signal<Sheet | null>
  /** What this device has of a later state than the server, which was restored from before it. */
  readonly onlyHere: Signal<Sheet | null> = signal<Sheet | null>(null)
  readonly #means: StorySheetMeans
  /** Which state of it is shown, by the server's time; null for none of the server's. */
  #at: number | null = null
  /** Grows with everything that is asked, so that an older answer does not undo a younger one. */
  #asked = 0
  /** The server has said what it is. */
  #isTold = false

  constructor(means: StorySheetMeans) {
    this.#means = means
    this.sheet = signal(means.begun.of(means.chatId))
  }

  /** The chat is only on its way to the server, and this goes with it. */
  begin(sheet: Sheet): void {
    this.sheet.value ??= sheet
  }

  /** The list of chats has it as of then. What cannot be read now is asked for with the next list. */
  async follow(at: number | null): Promise<void> {
    const begun = this.#means.begun.of(this.#means.chatId)
    if (at === null && begun !== null) await this.change(begun)
    else if (at !== this.#at) await this.read()
  }

  /** Null when the server has told it. */
  async read(): Promise<Problem | null> {
    const { chatId, server, copy, begun } = this.#means
    const asked = ++this.#asked
    const copied = await this.showCopy()
    const told = await server.sheet(chatId)
    if (asked !== this.#asked) return null
    if (!told.ok) return told.error
    const { sheet, sheetAt } = told.value
    const isOlder =
      copied !== null && copied.at > (sheetAt ?? 0) && JSON.stringify(copied.sheet) !== JSON.stringify(sheet)
    this.onlyHere.value = isOlder ? copied.sheet : null
    // A page in the middle of its first turn: the list of chats was faster.
    if (sheet === null && begun.of(chatId) !== null) return null
    this.#told(sheet, sheetAt)
    const kept = isOlder ? Promise.resolve() : copy.keepSheet(sheet, sheetAt)
    if (sheetAt !== null) void kept.then(() => begun.forget(chatId))
    return null
  }

  /** What the copy has is shown until the server has told more. */
  async showCopy(): Promise<CopiedSheet | null> {
    const copied = await this.#means.copy.sheet()
    if (copied !== null && !this.#isTold) this.sheet.value ??= copied.sheet
    return copied
  }

  /** Null when the server has it. */
  async change(sheet: Sheet): Promise<Problem | null> {
    const { chatId, server, begun } = this.#means
    const changed = await server.setSheet(chatId, { sheet })
    if (!changed.ok) return changed.error
    this.#asked += 1
    this.#told(sheet, changed.value.sheetAt)
    this.letGo()
    begun.forget(chatId)
    return null
  }

  /** What is only here is not wanted. */
  letGo(): void {
    this.onlyHere.value = null
    void this.#means.copy.keepSheet(this.sheet.peek(), this.#at)
  }

  /** Gives it to the copy, which has another one, or none. */
  copyAgain(): void {
    if (this.#at !== null && this.onlyHere.peek() === null) void this.#means.copy.keepSheet(this.sheet.peek(), this.#at)
  }

  #told(sheet: Sheet | null, at: number | null): void {
    this.#isTold = true
    this.#at = at
    this.sheet.value = sheet
  }
}
