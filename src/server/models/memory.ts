import { open, readFile, rename } from 'node:fs/promises'
import * as z from 'zod/mini'
import { backendSchema, type BackendSettings } from '#protocol/backends.ts'
import type { Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { errnoOf } from '#shared/errno.ts'
import { inTurn } from '#shared/in-turn.ts'

const fileSchema = z.object({ backends: z.array(backendSchema) })

/** Keeps the back ends that people connected, over restarts. */
export interface Memory {
  readonly read: () => Promise<readonly BackendSettings[]>
  /** The error is the system's. */
  readonly write: (backends: readonly BackendSettings[]) => Promise<Outcome<null, string>>
}

export interface MemoryMeans {
  readonly clock: Clock
  readonly log: Log
}

/** In a file that only its owner can read, since it holds keys. */
export function fileMemory(path: string, { clock, log }: MemoryMeans): Memory {
  const writeInTurn = inTurn()
  // A file that we could not understand, and could not set aside either, may hold the only copy of a key.
  let untouchable: string | null = null

  async function read(): Promise<readonly BackendSettings[]> {
    try {
      return fileSchema.parse(JSON.parse(await readFile(path, 'utf8'))).backends
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return []
      await setAside(error)
      return []
    }
  }

  async function setAside(error: unknown): Promise<void> {
    const aside = `${path}.broken-${clock.now()}`
    try {
      await rename(path, aside)
      log.warn('connected back ends are forgotten: their file cannot be read', { file: aside, because: String(error) })
    } catch (renaming) {
      untouchable = `${path} cannot be read (${String(error)}) and not be set aside either (${String(renaming)})`
      log.error('connected back ends are not known', { because: untouchable })
    }
  }

  async function writeNow(backends: readonly BackendSettings[]): Promise<Outcome<null, string>> {
    if (untouchable !== null) return fail(untouchable)
    try {
      await writeWhole(path, `${JSON.stringify({ backends }, null, 2)}\n`)
      return ok(null)
    } catch (error) {
      return fail(String(error))
    }
  }

  return {
    read,
    write: (backends) => writeInTurn(() => writeNow(backends)),
  }
}

/** On the disk under another name first, so that a crash leaves the old file or the new one, and never half of one. */
async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.chmod(0o600)
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}
