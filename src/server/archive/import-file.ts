import { createReadStream } from 'node:fs'
import { open, readFile, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { idSchema } from '#protocol/chats.ts'
import { isFaultId, type FaultId } from '#protocol/faults.ts'
import { isUuid } from '#shared/ids.ts'
import { importStates, type Import } from '#protocol/imports.ts'
import type { Refusal } from './findings.ts'
import { progressSchema, type Progress } from './tally.ts'

/** What is remembered of an import, beside the file that it takes in. */
export interface ImportRecord {
  readonly id: string
  readonly state: Import['state']
  /** When it was last gone on with. */
  readonly touchedAt: number
  readonly readBytes: number
  readonly progress: Progress
  readonly refusal: Refusal | null
}

const recordSchema: z.ZodMiniType<ImportRecord> = z.object({
  id: idSchema,
  state: z.enum(importStates),
  touchedAt: z.number(),
  readBytes: z.number(),
  progress: progressSchema,
  refusal: z.nullable(z.object({ fault: z.custom<FaultId>(isFault), because: z.string() })),
})

function isFault(value: unknown): boolean {
  return typeof value === 'string' && isFaultId(value)
}

/** The files of one import: what was uploaded, and how far it has come. */
export interface ImportFile {
  /** Undefined: there is none, or it cannot be read. */
  readonly record: () => Promise<ImportRecord | undefined>
  readonly save: (record: ImportRecord) => Promise<void>
  /** What has come of the file, and when the last of it did. */
  readonly upload: () => Promise<{ readonly sizeBytes: number; readonly changedAt: number }>
  /** Writes at a place in the file, which has no gap before it. What came before the parts broke off stays. */
  readonly write: (parts: AsyncIterable<Uint8Array>, offset: number) => Promise<void>
  readonly read: () => AsyncIterable<Uint8Array>
  /** The upload is not needed any more. */
  readonly dropUpload: () => Promise<void>
  readonly remove: () => Promise<void>
}

const suffix = '.json'

export function importFile(folder: string, id: string): ImportFile {
  const recordPath = join(folder, `${id}${suffix}`)
  const uploadPath = join(folder, `${id}.upload`)
  return {
    async record() {
      try {
        return recordSchema.parse(JSON.parse(await readFile(recordPath, 'utf8')))
      } catch {
        return undefined // never made, or half written by a disk that lost power: it is begun again
      }
    },
    async save(record) {
      // A server that dies in the middle leaves the one before.
      await writeFile(`${recordPath}.new`, JSON.stringify(record))
      await rename(`${recordPath}.new`, recordPath)
    },
    async upload() {
      // Nothing has come yet, or it is not needed any more.
      const found = await stat(uploadPath).catch(() => undefined)
      return { sizeBytes: found?.size ?? 0, changedAt: found?.mtimeMs ?? 0 }
    },
    async write(parts, offset) {
      await (await open(uploadPath, 'a')).close()
      const file = await open(uploadPath, 'r+')
      try {
        let at = offset
        for await (const part of parts) at = await writeAt(file, part, at)
      } finally {
        await file.close()
      }
    },
    read: () => createReadStream(uploadPath),
    dropUpload: () => rm(uploadPath, { force: true }),
    async remove() {
      await rm(uploadPath, { force: true })
      await rm(recordPath, { force: true })
    },
  }
}

/** Where in the file the next part belongs. The system may take less at once than it is given. */
async function writeAt(file: FileHandle, part: Uint8Array, at: number): Promise<number> {
  for (let done = 0; done < part.length;) {
    done += (await file.write(part, done, part.length - done, at + done)).bytesWritten
  }
  return at + part.length
}

/** The ids of the imports whose records are among these file names. */
export function importIds(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => (name.endsWith(suffix) ? name.slice(0, -suffix.length) : [])).filter(isUuid)
}
