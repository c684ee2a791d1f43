import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errnoOf } from '#shared/errno.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'

export const keyFileName = 'status-key.pem'

/** The key that snapshots are signed with: made at the first start, and then for ever the same. The error is for people. */
export async function openKey(folder: string): Promise<Outcome<KeyObject, string>> {
  const file = join(folder, keyFileName)
  try {
    return ok(createPrivateKey(await readFile(file)))
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') return fail(`${file} cannot be read as a key: ${messageOf(error)}`)
  }
  try {
    await mkdir(folder, { recursive: true })
    const key = generateKeyPairSync('ed25519').privateKey
    await writeSecret(file, key)
    return ok(key)
  } catch (error) {
    return fail(`no key could be kept in ${file}: ${messageOf(error)}`)
  }
}

/** Never over another one: two processes that start at once must not take each other's. */
async function writeSecret(file: string, key: KeyObject): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(key.export({ type: 'pkcs8', format: 'pem' }))
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
