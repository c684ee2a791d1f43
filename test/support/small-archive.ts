import { archiveLine, type ArchiveMessage } from '../../src/protocol/archive.ts'

export interface SmallArchive {
  readonly chatId: string
  readonly texts: readonly string[]
  /** The lines, each with its line feed. */
  readonly lines: readonly Buffer[]
  readonly bytes: Buffer
}

/** An archive of one chat with these messages of a person, one after the other. */
export function smallArchive(texts: readonly string[], title = 'Brought back'): SmallArchive {
  const chatId = crypto.randomUUID()
  const ids = texts.map(() => crypto.randomUUID())
  const messages = texts.map((text, n): ArchiveMessage => {
    const parentId = ids[n - 1] ?? null
    return { id: ids[n] ?? '', chatId, parentId, role: 'user', text, createdAt: n, reply: null }
  })
  const lines = [
    archiveLine({ holdfast: 'archive', version: 1, madeAt: 1, by: 'test' }),
    archiveLine({ chat: { id: chatId, title, createdAt: 1, updatedAt: 2, head: ids.at(-1) ?? null } }),
    ...messages.map((message) => archiveLine({ message })),
    archiveLine({ end: { chats: 1, messages: texts.length } }),
  ].map((line) => Buffer.from(line))
  return { chatId, texts, lines, bytes: Buffer.concat(lines) }
}

/** Texts that together are as long as this. */
export function longTexts(sizeBytes: number): readonly string[] {
  return Array.from({ length: Math.ceil(sizeBytes / 100_000) }, (_, n) => `${n} `.padEnd(100_000, 'The sea was grey. '))
}
