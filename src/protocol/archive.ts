import * as z from 'zod/mini'
import { crc32 } from '#shared/crc32.ts'
import { idSchema, jobStates, type JobState } from './chats.ts'
import { endings, eventFaultSchema, ways, type EventFault } from './events.ts'
import { namedFaults } from './named-faults.ts'
import { sheetSchema } from './sheet.ts'

/**
 * The number of the archive's form (docs/spec/archive.md). Raised when a reader as it was could take something wrong; new
 * fields and new kinds of lines, which it passes over, do not raise it.
 */
export const archiveVersion = 1

/** The name of the lines inside a zip. */
export const archiveEntry = 'archive.jsonl'

/** Text as it is stored: half of a surrogate pair is no character, and becomes U+FFFD. */
const wordsSchema = z.string().check(z.overwrite((text) => text.toWellFormed()))
const nullableWords = z.nullable(wordsSchema)
/** A moment, in whole milliseconds since 1970 UTC. */
const momentSchema = z.int()

export const archiveHeaderSchema = z.object({
  holdfast: z.literal('archive'),
  version: z.int(),
  madeAt: momentSchema,
  /** What made it, for people. */
  by: z.string(),
})
export type ArchiveHeader = z.infer<typeof archiveHeaderSchema>

export const archiveChatSchema = z.object({
  id: idSchema,
  title: z.nullable(wordsSchema.check(z.maxLength(200))),
  createdAt: momentSchema,
  updatedAt: momentSchema,
  head: z.nullable(idSchema),
  /** Both are left out where there is no sheet. */
  sheetAt: z.optional(momentSchema),
  sheet: z.optional(sheetSchema),
})
export type ArchiveChat = z.infer<typeof archiveChatSchema>

const seamSchema = z.object({
  /** Where in the text: UTF-16 code units before it. */
  at: z.int().check(z.minimum(0)),
  from: wordsSchema,
  to: wordsSchema,
  why: wordsSchema,
  way: z.enum(ways),
})
export type ArchiveSeam = z.infer<typeof seamSchema>

const unknownUsage = { promptTokens: null, completionTokens: 0 }

export const archiveReplySchema = z.object({
  state: z.enum(jobStates),
  model: z._default(nullableWords, null),
  /** The back end that was asked for; null for the server's choice. */
  asked: z._default(nullableWords, null),
  endedAt: z._default(z.nullable(momentSchema), null),
  fault: z._default(z.nullable(eventFaultSchema), null),
  finish: z._default(z.nullable(z.enum(['stop', 'length', 'context-full'])), null),
  usage: z._default(z.object({ promptTokens: z.nullable(z.number()), completionTokens: z.number() }), unknownUsage),
  seams: z._default(z.array(seamSchema), []),
  /** The turn or variant that asked for it, so that the same one sent again makes nothing. */
  turn: z._default(z.nullable(z.object({ id: idSchema, fingerprint: z.string() })), null),
})
export type ArchiveReply = z.infer<typeof archiveReplySchema>

export const archiveMessageSchema = z
  .object({
    id: idSchema,
    chatId: idSchema,
    parentId: z.nullable(idSchema),
    role: z.enum(['user', 'assistant']),
    text: wordsSchema,
    createdAt: momentSchema,
    reply: z.nullable(archiveReplySchema),
  })
  .check(
    z.refine(({ role, reply }) => role === 'assistant' || reply === null, 'only a reply has `reply`'),
    z.refine(({ text, reply }) => reply === null || isInOrder(reply.seams, text.length), 'seams are not in its text'),
    z.refine(({ id, parentId }) => id !== parentId, 'it follows itself'),
  )
export type ArchiveMessage = z.infer<typeof archiveMessageSchema>

export const archiveEndSchema = z.object({ chats: z.int(), messages: z.int() })
export type ArchiveEnd = z.infer<typeof archiveEndSchema>

export type ArchiveContent =
  | ArchiveHeader
  | { readonly chat: ArchiveChat }
  | { readonly message: ArchiveMessage }
  | { readonly end: ArchiveEnd }

function isInOrder(seams: readonly ArchiveSeam[], length: number): boolean {
  return seams.every(({ at }, index) => at >= (seams[index - 1]?.at ?? 0) && at <= length)
}

/** What stands between the content of a line and its end: `,"crc":"` and eight digits and `"}`. */
export const sumLength = 18
const encoder = new TextEncoder()

/** A line of an archive: JSON with a checksum over the bytes before it, and a line feed. */
export function archiveLine(content: ArchiveContent): Uint8Array<ArrayBuffer> {
  const line = encoder.encode(`${JSON.stringify(content).slice(0, -1)},"crc":"00000000"}\n`)
  const end = line.length - sumLength - 1
  const sum = crc32(line.subarray(0, end)).toString(16).padStart(8, '0')
  line.set(encoder.encode(sum), end + ',"crc":"'.length)
  return line
}

/**
 * A reply that was still being written when the words were taken down comes into an archive as one that was stopped: nobody
 * will go on with it there. Its fault says so.
 */
export function unfinished(state: JobState): EventFault {
  const { side, title, says, todo } = namedFaults['reply-unfinished']
  return { fault: 'reply-unfinished', side, title, detail: `${says} ${todo}`, because: `it was ${state}` }
}

/** The reply as an archive has it: over. */
export function settled(reply: ArchiveReply): ArchiveReply {
  const ended = endings.find((ending) => ending === reply.state)
  return ended === undefined ? { ...reply, state: 'stopped', fault: unfinished(reply.state) } : reply
}
