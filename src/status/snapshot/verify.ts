import type * as z from 'zod/mini'
import {
  keyPath,
  manifestPath,
  manifestSchema,
  publicKeySchema,
  signedSchema,
  type Manifest,
  type PublicKey,
} from '#protocol/status-snapshot.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { digestOf } from './files.ts'
import { thumbprint, verified } from './signing.ts'

/** Reads one file of a snapshot, wherever it lies. The error ends a sentence. */
export type ReadFile = (path: string) => Promise<Outcome<Uint8Array, string>>

export interface Checked {
  readonly manifest: Manifest
  /** Of the key that signed it. One that came with the snapshot shows only that nothing was changed since. */
  readonly thumbprint: string
}

// It is written while it is read: then all of it is newer a moment later.
const tries = 3
// A snapshot has a file for each incident and each document. Whoever lists more wants to keep us busy.
const mostFiles = 1000

/** Whether every file of a snapshot is what was signed. */
export async function verifySnapshot(read: ReadFile, known?: PublicKey): Promise<Outcome<Checked, string>> {
  const key = known === undefined ? await parsedAt(keyPath, publicKeySchema, read) : ok(known)
  if (!key.ok) return key
  for (let attempt = 1; ; attempt++) {
    const manifest = await manifestOf(read, key.value)
    if (!manifest.ok) return manifest
    const wrong = await firstWrong(manifest.value, read)
    if (wrong === undefined) return ok({ manifest: manifest.value, thumbprint: thumbprint(key.value) })
    if (attempt === tries) return fail(wrong)
  }
}

async function manifestOf(read: ReadFile, key: PublicKey): Promise<Outcome<Manifest, string>> {
  const signed = await parsedAt(manifestPath, signedSchema, read)
  if (!signed.ok) return signed
  const text = verified(signed.value, key)
  if (!text.ok) return fail(`${manifestPath}: ${text.error} (${thumbprint(key)})`)
  const manifest = parsed(text.value, manifestSchema)
  if (manifest === undefined) return fail(`${manifestPath} is of another version of Holdfast`)
  const count = Object.keys(manifest.files).length
  return count <= mostFiles ? ok(manifest) : fail(`${manifestPath} lists ${count} files`)
}

async function firstWrong({ files }: Manifest, read: ReadFile): Promise<string | undefined> {
  for (const [path, digest] of Object.entries(files)) {
    if (!isInside(path)) return `${manifestPath} names a file outside: ${JSON.stringify(path.slice(0, 80))}`
    const content = await read(path)
    if (!content.ok) return content.error
    if (digestOf(content.value) !== digest) return `${path} is not what was signed`
  }
  return undefined
}

/** Whoever signs a snapshot does not get to say what else is read here. */
function isInside(path: string): boolean {
  return /^[\w.-]+(?:\/[\w.-]+)*$/.test(path) && !path.split('/').includes('..')
}

async function parsedAt<T extends z.ZodMiniType>(
  path: string,
  schema: T,
  read: ReadFile,
): Promise<Outcome<z.infer<T>, string>> {
  const content = await read(path)
  if (!content.ok) return content
  const value = parsed(Buffer.from(content.value).toString('utf8'), schema)
  return value === undefined ? fail(`${path} is not what a snapshot of Holdfast has there`) : ok(value)
}

function parsed<T extends z.ZodMiniType>(text: string, schema: T): z.infer<T> | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined // Not JSON.
  }
}
