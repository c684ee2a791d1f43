import { open, rename, rm, stat } from 'node:fs/promises'
import { exportFormats } from '#protocol/imports.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { bytes } from '../backup/wording.ts'
import type { Settings } from '../config/settings.ts'
import { passphraseFrom } from './passphrase.ts'
import { progressLine } from './progress.ts'
import { callServer } from './server.ts'

/** `holdfast export`: saves chats as a file. Answers with the exit code: 1 when there is none. */
export async function exportChats(
  settings: Settings,
  flags: ReadonlyMap<string, string>,
): Promise<Outcome<number, string>> {
  const passphrase = await passphraseFrom(flags)
  if (!passphrase.ok) return passphrase
  const order = orderOf(flags, passphrase.value)
  if (!order.ok) return order
  const answer = await callServer(settings)(...order.value)
  if (!answer.ok) return trouble(answer.error.says)
  const to = flags.get('--to') ?? suggestedName(answer.value)
  if (await isThere(to)) {
    await answer.value.body?.cancel()
    return fail(`${to} is there already, and is not written over: name another file with --to, or delete it.`)
  }
  return save(answer.value, to)
}

function orderOf(
  flags: ReadonlyMap<string, string>,
  passphrase: string | undefined,
): Outcome<readonly [string, RequestInit?], string> {
  const format = flags.get('--format') ?? 'zip'
  const chats = flags.get('--chat')?.split(',')
  if (!exportFormats.some((known) => known === format)) {
    return fail(`--format is ${JSON.stringify(format)}, but must be one of ${exportFormats.join(', ')}.`)
  }
  if (passphrase === undefined) {
    const query = new URLSearchParams([['format', format], ...(chats ?? []).map((id) => ['chat', id])])
    return ok([`/api/export?${query}`])
  }
  if (format !== 'zip' && format !== 'jsonl') {
    return fail(
      `--format ${format} is for people to read and cannot be sealed: leave --passphrase-file out, or use zip.`,
    )
  }
  const body = JSON.stringify({ format, chats, passphrase })
  return ok(['/api/export', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }])
}

/** The name that the server offers. It becomes a file in this folder, wherever it says it belongs. */
function suggestedName(response: Response): string {
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  return (name ?? 'holdfast-export').replaceAll(/[^\w.-]/g, '_')
}

async function isThere(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined
}

/** Under another name until it is whole, so that no half of a file is ever taken for one. */
async function save(response: Response, to: string): Promise<Outcome<number, string>> {
  const part = `${to}.part`
  const progress = progressLine()
  let sizeBytes = 0
  try {
    const file = await open(part, 'w')
    try {
      for await (const piece of response.body ?? []) {
        await file.writeFile(piece)
        sizeBytes += piece.length
        progress.tell(`${bytes(sizeBytes)} so far`)
      }
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, to)
  } catch (error) {
    progress.clear()
    await rm(part, { force: true })
    return trouble(
      `The export broke off after ${bytes(sizeBytes)} (${String(error)}), and nothing of it was kept: run it again.`,
    )
  }
  progress.clear()
  console.log(`Saved ${bytes(sizeBytes)} as ${to}.`)
  return ok(0)
}

function trouble(says: string): Outcome<number, string> {
  console.error(says)
  return ok(1)
}
