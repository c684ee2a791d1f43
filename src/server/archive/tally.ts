import * as z from 'zod/mini'
import { archiveChatSchema, archiveEndSchema, type ArchiveChat, type ArchiveEnd } from '#protocol/archive.ts'
import {
  importReportSchema,
  type Damage,
  type ImportCounts,
  type ImportDamage,
  type ImportDifference,
  type ImportReport,
} from '#protocol/imports.ts'
import type { Verdict } from '../storage/archive.ts'

/** How far an import has come. Kept, so that it goes on from there after a restart. */
export interface Progress {
  /** Everything up to and with this line is taken in. */
  readonly line: number
  /** The chat whose messages come next. */
  readonly chat: ArchiveChat | null
  /** Whole lines so far. */
  readonly wholeLines: number
  readonly seen: ArchiveEnd
  readonly end: ArchiveEnd | null
  readonly report: ImportReport
}

export const progressSchema: z.ZodMiniType<Progress> = z.object({
  line: z.number(),
  chat: z.nullable(archiveChatSchema),
  wholeLines: z.number(),
  seen: archiveEndSchema,
  end: z.nullable(archiveEndSchema),
  report: importReportSchema,
})

const nothing: ImportCounts = { taken: 0, here: 0, differing: 0 }
export const noProgress: Progress = {
  line: 0,
  chat: null,
  wholeLines: 0,
  seen: { chats: 0, messages: 0 },
  end: null,
  report: {
    isWhole: false,
    chats: nothing,
    messages: nothing,
    passedOver: 0,
    missing: null,
    damageCount: 0,
    damages: [],
    differences: [],
  },
}

// Whoever has more than this to look through needs a better file, and not a longer list.
const mostListed = 1_000

/** Counts what an import has done. */
export class Tally {
  #chats: ImportCounts
  #messages: ImportCounts
  readonly #damages: ImportDamage[]
  readonly #differences: ImportDifference[]
  #damageCount: number
  #passedOver: number
  #seen: ArchiveEnd
  #end: ArchiveEnd | null
  #wholeLines: number

  constructor({ report, seen, end, wholeLines }: Progress) {
    this.#chats = report.chats
    this.#messages = report.messages
    this.#damages = [...report.damages]
    this.#differences = [...report.differences]
    this.#damageCount = report.damageCount
    this.#passedOver = report.passedOver
    this.#seen = seen
    this.#end = end
    this.#wholeLines = wholeLines
  }

  /** Whether anything at all was a line of an archive. */
  get isArchive(): boolean {
    return this.#wholeLines > 0
  }

  /** So much has been read in vain that the rest need not be. */
  get isHopeless(): boolean {
    return !this.isArchive && this.#damageCount > mostListed
  }

  get hasEnd(): boolean {
    return this.#end !== null
  }

  sawLine(): void {
    this.#wholeLines++
  }

  sawChat(): void {
    this.#seen = { ...this.#seen, chats: this.#seen.chats + 1 }
  }

  sawMessage(): void {
    this.#seen = { ...this.#seen, messages: this.#seen.messages + 1 }
  }

  sawEnd(end: ArchiveEnd): void {
    this.#end = end
  }

  passedOver(): void {
    this.#passedOver++
  }

  damaged(damage: Partial<ImportDamage> & { readonly reason: Damage; readonly because: string }): void {
    // Whoever goes on reads the file from its beginning, and finds again what is not in a line.
    if (damage.line === undefined && this.#damages.some(({ because }) => because === damage.because)) return
    this.#damageCount++
    if (this.#damages.length < mostListed) this.#damages.push({ line: null, chatId: null, messageId: null, ...damage })
  }

  tookChat(verdict: Verdict, where: { readonly line: number; readonly chatId: string }): void {
    this.#chats = counted(this.#chats, verdict)
    if (verdict === 'differing') this.#differs({ ...where, messageId: null })
  }

  tookMessage(verdict: Verdict, where: ImportDifference): void {
    this.#messages = counted(this.#messages, verdict)
    if (verdict === 'differing') this.#differs(where)
  }

  progress(line: number, chat: ArchiveChat | null): Progress {
    return {
      line,
      chat,
      wholeLines: this.#wholeLines,
      seen: this.#seen,
      end: this.#end,
      report: this.report(),
    }
  }

  report(): ImportReport {
    const missing = this.#missing()
    return {
      isWhole: this.#damageCount === 0 && missing?.chats === 0 && missing.messages === 0,
      chats: this.#chats,
      messages: this.#messages,
      passedOver: this.#passedOver,
      missing,
      damageCount: this.#damageCount,
      damages: [...this.#damages],
      differences: [...this.#differences],
    }
  }

  #missing(): ArchiveEnd | null {
    if (this.#end === null) return null
    const { chats, messages } = this.#end
    return { chats: Math.max(0, chats - this.#seen.chats), messages: Math.max(0, messages - this.#seen.messages) }
  }

  #differs(difference: ImportDifference): void {
    if (this.#differences.length < mostListed) this.#differences.push(difference)
  }
}

function counted(counts: ImportCounts, verdict: Verdict): ImportCounts {
  return { ...counts, [verdict]: counts[verdict] + 1 }
}
