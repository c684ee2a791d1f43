import { sumLength } from '#protocol/archive.ts'
import { crc32 } from '#shared/crc32.ts'

/** What stands in an archive, as far as its lines themselves can tell. */
export interface Checked {
  readonly sizeBytes: number
  readonly chats: number
  readonly messages: number
  /** Null: every line has its checksum, and the last one says that there is as much as there is. */
  readonly damage: string | null
}

interface Seen {
  chats: number
  messages: number
  end: string | null
}

const lineFeed = 10
const decoder = new TextDecoder()

/** Reads bare lines from beginning to end. Nothing but one line is held. */
export async function checkArchive(bytes: AsyncIterable<Uint8Array>): Promise<Checked> {
  const seen: Seen = { chats: 0, messages: 0, end: null }
  let sizeBytes = 0
  let number = 0
  let damage: string | null = null
  for await (const line of linesOf(bytes)) {
    sizeBytes += line.length
    number++
    damage ??= damageOf(line, number)
    note(seen, line)
  }
  const { chats, messages } = seen
  return { sizeBytes, chats, messages, damage: damage ?? damageOfEnd(seen) }
}

/** With their line feeds; the last may have none. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = []
  for await (const part of bytes) {
    let from = 0
    for (let end = part.indexOf(lineFeed); end !== -1; end = part.indexOf(lineFeed, from)) {
      yield joined([...waiting, part.subarray(from, end + 1)])
      waiting = []
      from = end + 1
    }
    if (from < part.length) waiting.push(part.slice(from))
  }
  if (waiting.length > 0) yield joined(waiting)
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  const whole = new Uint8Array(parts.reduce((size, { length }) => size + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function damageOf(line: Uint8Array, number: number): string | null {
  const end = line.length - sumLength - 1
  const sum = /^,"crc":"([0-9a-f]{8})"\}\n$/.exec(decoder.decode(line.subarray(Math.max(0, end))))?.[1]
  if (sum === undefined) return `line ${number} does not end with a checksum`
  return Number.parseInt(sum, 16) === crc32(line.subarray(0, end)) ? null : `line ${number} is not as it was written`
}

// A line begins with its kind, so the beginning tells it.
function note(seen: Seen, line: Uint8Array): void {
  const beginning = decoder.decode(line.subarray(0, 80))
  seen.end = /^\{"end":\{"chats":\d+,"messages":\d+\}/.exec(beginning)?.[0] ?? null
  if (beginning.startsWith('{"chat":')) seen.chats++
  if (beginning.startsWith('{"message":')) seen.messages++
}

function damageOfEnd({ chats, messages, end }: Seen): string | null {
  if (end === null) return 'it ends before its end'
  return end === `{"end":{"chats":${chats},"messages":${messages}}` ? null : 'there is not as much in it as it says'
}
