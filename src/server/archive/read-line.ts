import * as z from 'zod/mini'
import {
  archiveChatSchema,
  archiveEndSchema,
  archiveHeaderSchema,
  archiveMessageSchema,
  archiveVersion,
  settled,
  sumLength,
  type ArchiveChat,
  type ArchiveEnd,
  type ArchiveMessage,
} from '#protocol/archive.ts'
import { crc32 } from '#shared/crc32.ts'
import type { Damage } from '#protocol/imports.ts'

/** What a line of an archive says. */
export type LineContent =
  | { readonly kind: 'header' }
  | { readonly kind: 'newer'; readonly version: number }
  /** `lost` says why its sheet is left out. */
  | { readonly kind: 'chat'; readonly chat: ArchiveChat; readonly lost?: string }
  | { readonly kind: 'message'; readonly message: ArchiveMessage }
  | { readonly kind: 'end'; readonly end: ArchiveEnd }
  /** A whole line of a kind that this version does not know. */
  | { readonly kind: 'other' }
  | { readonly kind: 'damaged'; readonly reason: Damage; readonly because: string }

const decoder = new TextDecoder('utf-8', { fatal: true })
const lineSchema = z.record(z.string(), z.unknown())
const versionSchema = z.object({ holdfast: z.literal('archive'), version: z.int() })

export function readLine(bytes: Buffer | undefined): LineContent {
  if (bytes === undefined) return damaged('too-long', 'no line may be so long')
  if (!hasItsSum(bytes)) return damaged('unreadable', 'its checksum is missing or wrong')
  const content = jsonIn(bytes)
  return content === undefined ? damaged('unreadable', 'it is no JSON object in UTF-8') : contentOf(content)
}

/** Whether the line ends with the checksum of what stands before it. A carriage return at its end does no harm. */
function hasItsSum(bytes: Buffer): boolean {
  const line = bytes.at(-1) === 13 ? bytes.subarray(0, -1) : bytes
  const end = line.length - sumLength
  if (end < 0) return false
  const sum = /^,"crc":"([0-9a-f]{8})"\}$/.exec(line.toString('latin1', end))?.[1]
  return sum !== undefined && Number.parseInt(sum, 16) === crc32(line.subarray(0, end))
}

function jsonIn(bytes: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed = lineSchema.safeParse(JSON.parse(decoder.decode(bytes)))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined // not UTF-8, or not JSON
  }
}

function contentOf(content: Readonly<Record<string, unknown>>): LineContent {
  if ('holdfast' in content) return headerOf(content)
  if ('chat' in content) {
    const chat = archiveChatSchema.safeParse(content['chat'])
    return chat.success ? { kind: 'chat', chat: chat.data } : withoutSheet(content['chat'], chat.error)
  }
  if ('message' in content) {
    const message = archiveMessageSchema.safeParse(content['message'])
    return message.success ? { kind: 'message', message: ended(message.data) } : invalid(message.error)
  }
  if ('end' in content) {
    const end = archiveEndSchema.safeParse(content['end'])
    return end.success ? { kind: 'end', end: end.data } : invalid(end.error)
  }
  return { kind: 'other' }
}

/** A sheet that cannot be must not cost the chat its title. */
function withoutSheet(said: unknown, why: z.core.$ZodError): LineContent {
  const chat = bareChatSchema.safeParse(said)
  return chat.success ? { kind: 'chat', chat: chat.data, lost: becauseOf(why) } : invalid(why)
}

const bareChatSchema = z.omit(archiveChatSchema, { sheet: true, sheetAt: true })

function headerOf(content: Readonly<Record<string, unknown>>): LineContent {
  const named = versionSchema.safeParse(content)
  if (named.success && named.data.version > archiveVersion) return { kind: 'newer', version: named.data.version }
  const header = archiveHeaderSchema.safeParse(content)
  return header.success ? { kind: 'header' } : invalid(header.error)
}

/** Nobody goes on with a reply that another server was writing. */
function ended(message: ArchiveMessage): ArchiveMessage {
  return message.reply === null ? message : { ...message, reply: settled(message.reply) }
}

function invalid(error: z.core.$ZodError): LineContent {
  return damaged('invalid', becauseOf(error))
}

function becauseOf({ issues: [first] }: z.core.$ZodError): string {
  return first === undefined ? 'it does not fit' : `${first.path.join('.')}: ${first.message}`
}

function damaged(reason: Damage, because: string): LineContent {
  return { kind: 'damaged', reason, because }
}
