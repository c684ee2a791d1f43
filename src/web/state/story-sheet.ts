import { signal, type Signal } from '@preact/signals'
import type { Problem } from '#protocol/problem.ts'
import type { Sheet } from '#protocol/sheet.ts'
import type { Server } from '../api/server.ts'
import type { ChatCopy } from '../copies/copies.ts'

export interface StorySheetMeans {
  readonly chatId: string
  readonly server: Pick<Server, 'sheet' | 'setSheet'>
  readonly copy: Pick<ChatCopy, 'sheet' | 'keepSheet'>
}

/** What one story is about, as the server has it, or this device while the server cannot be reached. */
export class StorySheet {
  readonly sheet: Signal<Sheet | null> = signal<Sheet | null>(null)
  readonly #means: StorySheetMeans
  /** Which state of it is shown, by the server's time; null for none of the server's. */
  #at: number | null = null

  constructor(means: StorySheetMeans) {
    this.#means = means
  }

  /** The chat is only on its way to the server, and this goes with it. */
  begin(sheet: Sheet): void {
    this.sheet.value = sheet
    this.#means.copy.keepSheet(sheet)
  }

  /** The list of chats has it as of then. What cannot be read now is asked for with the next list. */
  async follow(at: number | null): Promise<void> {
    if (at !== this.#at) await this.read(at)
  }

  /** Reads it, as of then if that is known. Null when the server has told it. */
  async read(at: number | null): Promise<Problem | null> {
    const { chatId, server, copy } = this.#means
    const copied = this.sheet.peek() === null ? await copy.sheet() : null
    if (copied !== null && this.sheet.peek() === null) this.sheet.value = copied
    const told = await server.sheet(chatId)
    if (!told.ok) return told.error
    this.#show(told.value.sheet, at)
    return null
  }

  /** Gives it to the copy once more, for that was taken away. */
  copyAgain(): void {
    this.#means.copy.keepSheet(this.sheet.peek())
  }

  /** Null when the server has it. */
  async change(sheet: Sheet): Promise<Problem | null> {
    const changed = await this.#means.server.setSheet(this.#means.chatId, { sheet })
    if (!changed.ok) return changed.error
    this.#show(sheet, changed.value.sheetAt)
    return null
  }

  #show(sheet: Sheet | null, at: number | null): void {
    this.#at = at
    this.sheet.value = sheet
    this.#means.copy.keepSheet(sheet)
  }
}
