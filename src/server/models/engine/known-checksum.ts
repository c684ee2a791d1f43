import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as z from 'zod/mini'
import type { Log } from '#shared/log.ts'
import { fail, ok } from '#shared/outcome.ts'
import type { Outcome } from '#shared/outcome.ts'
import { errnoOf } from '#shared/errno.ts'
import type { BackendFailure } from '../port.ts'

/** What a model file must hash to, and since when we know. */
export interface KnownChecksum {
  /** Null when the file has not been used before. */
  readonly read: () => Promise<Outcome<string | null, BackendFailure>>
  /** The file hashed to this and could be loaded. */
  readonly keep: (sha256: string) => Promise<void>
  /** Who says so, and what to do when it is not so any more; ends a sentence. */
  readonly whence: string
}

/** Of a file that comes with Holdfast. */
export function pinnedChecksum(sha256: string): KnownChecksum {
  return {
    read: async () => ok(sha256),
    keep: async () => undefined,
    whence: 'as it came with this version of Holdfast',
  }
}

const recordSchema = z.object({ file: z.string(), sha256: z.string() })

/** Of a file that a person chose: written down at its first use, and compared ever after. */
export function recordedChecksum(file: string, dataDir: string, log: Log): KnownChecksum {
  const record = join(dataDir, 'model-files', `${createHash('sha256').update(file).digest('hex').slice(0, 16)}.json`)
  let isKept = false
  return {
    async read() {
      const sha256 = await readRecord(record)
      isKept = sha256.ok && sha256.value !== null
      return sha256
    },
    async keep(sha256) {
      if (isKept) return
      try {
        await writeWhole(record, JSON.stringify({ file, sha256 }))
      } catch (error) {
        // The reply can be written all the same; only the next comparison is lost.
        log.warn('checksum not recorded', { file, record, because: String(error) })
      }
    },
    whence: `as it was when it was first used; if you replaced it yourself, delete ${record}`,
  }
}

async function readRecord(record: string): Promise<Outcome<string | null, BackendFailure>> {
  try {
    return ok(recordSchema.parse(JSON.parse(await readFile(record, 'utf8'))).sha256)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return ok(null)
    const because = `${record}, where the file's checksum was written down, cannot be read (${String(error)}); delete it`
    return fail({ fault: 'model-file-unusable', because })
  }
}

/** Under another name first: half a record would be worse than none. */
async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.new`, text)
  await rename(`${path}.new`, path)
}
