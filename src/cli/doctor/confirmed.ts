import { existsSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import * as z from 'zod/mini'
import { errnoOf } from '#shared/errno.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'

const mostKept = 500

export interface Confirmed {
  /** ISO 8601. */
  readonly at: string
  readonly site: string
  readonly cause: string
  /** What was believed of it before the fix. */
  readonly p: number
}

const confirmedSchema: z.ZodMiniType<readonly Confirmed[]> = z.array(
  z.object({ at: z.string(), site: z.string(), cause: z.string(), p: z.number() }),
)

/** Where causes that a fix has proven are kept: as --confirmed says, else in the data folder, if there is one. */
export async function confirmedFile(flags: ReadonlyMap<string, string>): Promise<string | undefined> {
  const named = flags.get('--confirmed')
  if (named === 'none') return undefined
  if (named !== undefined) return resolve(named)
  const { loadConfig } = await import('../config/load.ts')
  const config = loadConfig({ flags: new Map(), env: process.env, folder: process.cwd() })
  const folder = config.ok ? resolve(config.value.settings.dataDir) : undefined
  return folder !== undefined && existsSync(folder) ? join(folder, 'confirmed-causes.json') : undefined
}

/** How often each cause was proven here. The error is one sentence. */
export async function confirmedCauses(
  flags: ReadonlyMap<string, string>,
): Promise<Outcome<ReadonlyMap<string, number>, string>> {
  const kept = await readConfirmed(await confirmedFile(flags))
  if (!kept.ok) return kept
  const times = new Map<string, number>()
  for (const { cause } of kept.value) times.set(cause, (times.get(cause) ?? 0) + 1)
  return ok(times)
}

/** Adds one, and forgets the oldest where there are very many. Whole or not at all. */
export async function keepConfirmed(file: string, one: Confirmed): Promise<Outcome<null, string>> {
  const kept = await readConfirmed(file)
  if (!kept.ok) return kept
  try {
    await writeFile(`${file}.new`, `${JSON.stringify([...kept.value, one].slice(-mostKept), null, 2)}\n`)
    await rename(`${file}.new`, file)
    return ok(null)
  } catch (error) {
    return fail(`${file} cannot be written (${String(error)}): name another by --confirmed FILE.`)
  }
}

async function readConfirmed(file: string | undefined): Promise<Outcome<readonly Confirmed[], string>> {
  if (file === undefined) return ok([])
  try {
    const kept = confirmedSchema.safeParse(JSON.parse(await readFile(file, 'utf8')))
    return kept.success ? ok(kept.data) : fail(`${file} holds no confirmed causes: ${remedy}`)
  } catch (error) {
    return errnoOf(error) === 'ENOENT' ? ok([]) : fail(`${file} cannot be used (${String(error)}): ${remedy}`)
  }
}

const remedy = 'name another by --confirmed FILE, or leave them out by --confirmed none.'
