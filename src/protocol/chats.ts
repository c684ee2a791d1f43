import * as z from 'zod/mini'
import { isUuid } from '#shared/ids.ts'
import { endings, eventFaultSchema } from './events.ts'
import { sheetSchema } from './sheet.ts'

/** Any UUID of RFC 9562, kept in lower case so that one id has one spelling. */
export const idSchema = z
  .string()
  .check(z.refine(isUuid, 'must be a UUID'), z.toLowerCase())
  .check(z.describe('A UUID; version 7 sorts by time.'))

/** A moment, in milliseconds since 1970 UTC. */
const momentSchema = z.number()

const titleSchema = z
  .string()
  .check(z.trim(), z.minLength(1, 'must not be empty'), z.maxLength(200, 'is over 200 characters'))

export const newChatSchema = z.strictObject({
  /** Chosen by the client, so that it can be sent again without making a second chat. */
  id: z.optional(idSchema),
  title: z.optional(titleSchema),
  sheet: z.optional(sheetSchema),
})
export type NewChat = z.infer<typeof newChatSchema>

export const chatPatchSchema = z.strictObject({
  title: z.optional(titleSchema),
  /** A message of the branch that is to be open from now on. */
  head: z.optional(idSchema),
})
export type ChatPatch = z.infer<typeof chatPatchSchema>

export const chatSchema = z.object({
  id: idSchema,
  /** Null until the first message gives it one. */
  title: z.nullable(z.string()),
  createdAt: momentSchema,
  updatedAt: momentSchema,
  /** The last message of the branch that is open; null in an empty chat. */
  head: z.nullable(idSchema),
  /** When its sheet was last changed; null where it has none. */
  sheetAt: z._default(z.nullable(momentSchema), null),
})
export type Chat = z.infer<typeof chatSchema>

export const chatListSchema = z.object({ chats: z.array(chatSchema) })

/** `queued → writing → (stalled → writing)* → done | stopped | failed` */
export const jobStates = ['queued', 'writing', 'stalled', ...endings] as const
export type JobState = (typeof jobStates)[number]

/** The states that a job never leaves. */
export const endedStates: ReadonlySet<JobState> = new Set(endings)

export const replySchema = z.object({
  state: z.enum(jobStates),
  /** Where its log is: a path on this server. */
  stream: z.string(),
  /** The back end that writes or wrote it; null before one was chosen. */
  model: z.nullable(z.string()),
  fault: z.nullable(eventFaultSchema),
})
export type Reply = z.infer<typeof replySchema>

export const messageSchema = z.object({
  id: idSchema,
  /** The message this one follows; null for a first message. */
  parentId: z.nullable(idSchema),
  role: z.enum(['user', 'assistant']),
  /** The whole text. Empty while a reply is being written: then its log has it. */
  text: z.string(),
  createdAt: momentSchema,
  /** All messages with the same parent, this one among them, oldest first. */
  variants: z.array(idSchema),
  /** Of an assistant's message only. */
  reply: z.nullable(replySchema),
})
export type Message = z.infer<typeof messageSchema>

export const messagePageSchema = z.object({
  /** A stretch of one branch, oldest first. */
  messages: z.array(messageSchema),
  /** Give this as `before` for the stretch above; null at the beginning of the story. */
  before: z.nullable(idSchema),
})
export type MessagePage = z.infer<typeof messagePageSchema>

export const messageQuerySchema = z.strictObject({
  /** Any message of the branch; the open branch when left out. */
  branch: z.optional(idSchema),
  /** Only messages above this one. */
  before: z.optional(idSchema),
  limit: z.optional(z.string().check(z.refine(isPageSize, 'must be a whole number from 1 to 500'))),
})

function isPageSize(text: string): boolean {
  return /^[1-9]\d{0,2}$/.test(text) && Number(text) <= 500
}

export const turnSchema = z.strictObject({
  /** Chosen by the client, so that it can be sent again without being taken twice. Its message gets it, too. */
  id: idSchema,
  /** The message it follows: left out, the end of the open branch; null, the beginning of the story. */
  parentId: z.optional(z.nullable(idSchema)),
  text: z.string().check(z.refine((text) => text.trim() !== '', 'must not be empty')),
  /** The name of a back end; left out, the server's choice. */
  model: z.optional(z.string()),
})
export type Turn = z.infer<typeof turnSchema>

export const variantSchema = z.strictObject({
  /** Chosen by the client, so that asking again does not make a second variant. */
  id: z.optional(idSchema),
  model: z.optional(z.string()),
})
export type Variant = z.infer<typeof variantSchema>

/** The answer to a turn or a variant: the server has it, and the reply is on its way. */
export const acceptedSchema = z.object({
  /** The person's message: it has the turn's id. In older stories it has one of its own. */
  messageId: idSchema,
  /** The reply to it: an assistant's message. */
  replyId: idSchema,
  /** The reply's log: a path on this server. */
  stream: z.string(),
})
export type Accepted = z.infer<typeof acceptedSchema>

export const stoppedSchema = z.object({ replyId: idSchema, state: z.enum(jobStates) })

/** Where a reply's log is read. */
export const streamPath = (replyId: string): string => `/v1/stream/${replyId}`
