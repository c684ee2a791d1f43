import * as z from 'zod/mini'
import { chatSchema, endedStates, idSchema, messageSchema, type Chat, type Message } from '#protocol/chats.ts'
import { sheetSchema, type Sheet } from '#protocol/sheet.ts'

/** What this device knows of a chat that was opened here. */
export interface CopiedChat {
  readonly id: string
  /** When it was read here last. What was not read for longest goes first when there is no room. */
  readonly readAt: number
  /** When the server last said how the story stands. */
  readonly asOf: number
  /** As the list of chats had it last; null before it was in one. */
  readonly chat: Chat | null
  /** What the story is about, as the server had it last. Left out where it is about nothing in particular. */
  readonly sheet?: Sheet | undefined
  /** As of when, by the server's time. */
  readonly sheetAt?: number | undefined
  /** The end of the branch that was open; null before any of it is here. */
  readonly end: string | null
  /** The oldest message of that branch that is here, for asking after what stands above; null when all of it is here. */
  readonly before: string | null
  readonly sizeBytes: number
  /** The server's line of stories that all of it was compared with last; null before there was one. */
  readonly history: string | null
  /** The messages that the server no longer has. */
  readonly onlyHere: readonly string[]
}

const copiedChatSchema: z.ZodMiniType<CopiedChat> = z.object({
  id: idSchema,
  readAt: z.number(),
  asOf: z.number(),
  chat: z.nullable(chatSchema),
  // What another version of the page knows better than this one must not cost the copy.
  sheet: z.catch(z.optional(sheetSchema), undefined),
  sheetAt: z.optional(z.number()),
  end: z.nullable(idSchema),
  before: z.nullable(idSchema),
  sizeBytes: z.number(),
  history: z.nullable(z.string()),
  onlyHere: z.array(idSchema),
})

/** A stretch of one branch, oldest first, and what to ask with for the stretch above. */
export interface Stretch {
  readonly messages: readonly Message[]
  readonly before: string | null
}

/** A message as this device has it. A reply that was not over has its text as far as it was here. */
export interface CopiedMessage {
  readonly id: string
  readonly chatId: string
  readonly message: Message
}

const copiedMessageSchema: z.ZodMiniType<CopiedMessage> = z.object({
  id: idSchema,
  chatId: idSchema,
  message: messageSchema,
})

export function readChat(row: unknown): CopiedChat | null {
  return copiedChatSchema.safeParse(row).data ?? null
}

export function readMessage(row: unknown): CopiedMessage | null {
  return copiedMessageSchema.safeParse(row).data ?? null
}

export function nothingCopied(id: string, now: number): CopiedChat {
  return {
    id,
    readAt: now,
    asOf: now,
    chat: null,
    end: null,
    before: null,
    sizeBytes: 0,
    history: null,
    onlyHere: [],
  }
}

/** The copy when the server has said which messages are the newest of the open branch. */
export function withNewest(copy: CopiedChat, { messages, before }: Stretch, now: number): CopiedChat {
  const end = messages.at(-1)?.id ?? null
  return { ...copy, asOf: now, end, before: goesOn(copy, messages) ? copy.before : before }
}

/** The copy when the server has accepted a message, and a reply to it that is still to be written. */
export function withAccepted(copy: CopiedChat, [own, reply]: readonly [Message, Message], now: number): CopiedChat {
  if (copy.end === reply.id) return { ...copy, asOf: now }
  const isAtEnd = copy.end !== null && copy.end === own.parentId
  const before = own.parentId === null ? null : own.id
  return { ...copy, asOf: now, end: reply.id, before: isAtEnd ? copy.before : before }
}

/** The copy when it is known what the story is about. */
export function withSheet(copy: CopiedChat, sheet: Sheet | null, at: number | null): CopiedChat {
  if (sheet !== null && copy.sheet !== undefined && at !== null && copy.sheetAt === at) return copy
  const sizeBytes = copy.sizeBytes + sheetBytes(sheet) - sheetBytes(copy.sheet ?? null)
  return { ...copy, sizeBytes, sheet: sheet ?? undefined, sheetAt: at ?? undefined }
}

/** The copy when the server has been given what the story is about; it may have another one by now. */
export function withBegun(copy: CopiedChat, sheet: Sheet | undefined): CopiedChat {
  return sheet === undefined || copy.sheet !== undefined ? copy : withSheet(copy, sheet, null)
}

function sheetBytes(sheet: Sheet | null): number {
  return sheet === null ? 0 : 2 * JSON.stringify(sheet).length
}

/** The copy when what stands above `above` was read. */
export function withAbove(copy: CopiedChat, above: string, { before }: Stretch): CopiedChat {
  return copy.before === above ? { ...copy, before } : copy
}

// What is here of the open branch ends within these messages, and reaches up further than they do.
function goesOn({ end, before }: CopiedChat, messages: readonly Message[]): boolean {
  const isHere = (id: string | null): boolean => messages.some((message) => message.id === id)
  return isHere(end) && !isHere(before)
}

/** Which of two copies of a message to keep. The words of a reply are never replaced by the beginning of them. */
export function better(kept: Message | undefined, fresh: Message): Message {
  if (kept === undefined || kept.reply === null || fresh.reply === null || isOver(fresh)) return fresh
  if (isOver(kept)) return kept
  return kept.text.length > fresh.text.length ? { ...fresh, text: kept.text } : fresh
}

function isOver({ reply }: Message): boolean {
  return reply === null || endedStates.has(reply.state)
}

/** About what it takes on the disk: two bytes for each unit of text, and as much as that again for what is around it. */
export function sizeOf({ text, variants }: Message): number {
  return 2 * text.length + 36 * variants.length + 500
}
