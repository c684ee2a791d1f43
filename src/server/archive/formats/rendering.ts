import type { Chat, Message } from '#protocol/chats.ts'
import type { Sheet } from '#protocol/sheet.ts'

/** A way to write stories down for people. */
export interface Rendering {
  readonly begin: () => string
  /** A line of the list of contents, where there are several chats. */
  readonly entry: (chat: Chat) => string
  readonly chat: (chat: Chat, sheet: SheetWords) => string
  readonly message: (message: Message) => string
  readonly endOfChat: () => string
  readonly end: () => string
}

/** What of a story's sheet is for its readers. The rest of it only told the model what to do. */
export interface SheetWords {
  /** Whom the story is about; undefined when the sheet names nobody. */
  readonly name: string | undefined
  /** What stands before the first message, each under a heading. */
  readonly passages: readonly { readonly heading: string; readonly text: string }[]
}

export function wordsOf(sheet: Sheet | null): SheetWords {
  if (sheet === null) return { name: undefined, passages: [] }
  const passages = [
    { heading: 'Scene', text: sheet.scene },
    { heading: 'Opening', text: sheet.opening },
  ]
  const isThere = (text: string): boolean => text.trim() !== ''
  return { name: isThere(sheet.name) ? sheet.name : undefined, passages: passages.filter(({ text }) => isThere(text)) }
}

export function titleOf({ title }: Pick<Chat, 'title'>): string {
  return title ?? 'Untitled'
}

export function speakerOf({ role, reply }: Message): string {
  if (role === 'user') return 'You'
  return reply?.model === null || reply === null ? 'Reply' : `Reply (${reply.model})`
}

/** What a reader should know about a message, beside its words. */
export function notesOn({ variants, reply }: Message): readonly string[] {
  const others = variants.length - 1
  return [
    ...(reply === null || reply.state === 'done' ? [] : [stateWords[reply.state]]),
    ...(reply?.fault ? [`${reply.fault.title}.`] : []),
    ...(others === 0 ? [] : [others === 1 ? 'There is one other variant.' : `There are ${others} other variants.`]),
  ]
}

const stateWords = {
  queued: 'It had not been begun when this copy was made.',
  writing: 'It was still being written when this copy was made.',
  stalled: 'It was still being written when this copy was made.',
  stopped: 'It was stopped here.',
  failed: 'It broke off here.',
} as const

/** A day, as anybody anywhere reads it. */
export function dayOf(atMs: number): string {
  const date = new Date(atMs)
  return Number.isNaN(date.getTime()) ? 'an unknown day' : date.toISOString().slice(0, 10)
}
