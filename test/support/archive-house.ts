import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Chat } from '../../src/protocol/chats.ts'
import type { ImportReport } from '../../src/protocol/imports.ts'
import type { Refusal } from '../../src/server/archive/findings.ts'
import { gathered } from '../../src/server/archive/gathered.ts'
import { runImport } from '../../src/server/archive/run-import.ts'
import { noProgress } from '../../src/server/archive/tally.ts'
import { archiveLines } from '../../src/server/archive/write.ts'
import { openDatabase, type Database } from '../../src/server/database/open.ts'
import type { Storage } from '../../src/server/storage/port.ts'
import { sqliteStorage } from '../../src/server/storage/sqlite/storage.ts'
import type { TokenLog } from '../../src/server/tokenlog/port.ts'
import { sqliteTokenLog } from '../../src/server/tokenlog/sqlite/token-log.ts'
import { realClock } from '../fixtures/real-clock.ts'

/** The records and logs of a server that has nothing else. */
export interface ArchiveHouse {
  readonly storage: Storage
  readonly log: TokenLog
  readonly database: Database
  /** All lines of an archive of these chats, or of all, in one. */
  readonly archive: (chatIds?: readonly string[]) => Promise<Buffer>
  readonly import: (
    archive: Uint8Array | AsyncIterable<Uint8Array>,
    passphrase?: string,
  ) => Promise<{ readonly report: ImportReport; readonly refusal: Refusal | undefined }>
  readonly chats: () => Promise<readonly Chat[]>
  readonly close: () => Promise<void>
}

export async function openArchiveHouse(): Promise<ArchiveHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-archive-'))
  const settings = { file: join(folder, 'holdfast.db'), synchronous: 'normal', commitDelayMs: 0 } as const
  const opened = await openDatabase(settings, realClock)
  if (!opened.ok) throw new Error(opened.error)
  const database = opened.value
  const log = sqliteTokenLog(database, realClock)
  const storage = sqliteStorage(database, log.within, realClock)
  return {
    storage,
    log,
    database,
    async archive(chatIds) {
      const means = { storage, log, clock: realClock, version: 'test' }
      return await joined(gathered(archiveLines(means, chatIds), realClock))
    },
    async import(archive, passphrase) {
      const means = {
        clock: realClock,
        storage,
        passphrase,
        progress: noProgress,
        signal: new AbortController().signal,
      }
      const bytes = archive instanceof Uint8Array ? inParts(archive) : archive
      const { refusal, progress } = await runImport(bytes, { ...means, afterBatch: async () => undefined })
      return { refusal, report: progress.report }
    },
    chats: () => storage.listChats(),
    async close() {
      database.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** All bytes in one. */
export async function joined(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const part of parts) all.push(part)
  return Buffer.concat(all)
}

/** As a connection brings them: in pieces that end anywhere. */
export async function* inParts(bytes: Uint8Array, partBytes = 10_007): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += partBytes) yield bytes.subarray(at, at + partBytes)
}

/** An archive without its first line, which says when it was made. */
export function canonical(archive: Buffer): string {
  return archive.subarray(archive.indexOf('\n') + 1).toString('utf8')
}
