import { hexOf } from '#shared/hex.ts'
import { fileAnswer, type Shell } from '../shell.ts'

/** The binding to the static assets of a Worker, as the runtime hands it over. */
export interface Assets {
  readonly fetch: (address: string) => Promise<Response>
}

/** The built page from the static assets of a Worker. */
export function shellAssets(assets: Assets): Shell {
  return async function answerFromAssets(name, head) {
    const found = await assets.fetch(`https://assets.invalid/${encodeURI(name)}`)
    if (found.status !== 200) return undefined
    const bytes = new Uint8Array(await found.arrayBuffer())
    // The runtime compresses by what the header says.
    return fileAnswer(name, { version: await versionOf(bytes), bytes, encoded: async () => bytes }, head)
  }
}

async function versionOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return hexOf(digest.subarray(0, 11))
}
