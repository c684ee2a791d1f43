import { open, type FileHandle } from 'node:fs/promises'
import { importSchema, type Import } from '#protocol/imports.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { systemClock } from '../clock.ts'
import type { Settings } from '../config/settings.ts'
import { passphraseFrom } from './passphrase.ts'
import { progressLine, type Progress } from './progress.ts'
import { reportLines } from './report.ts'
import { callServer, type Call, type CallFailure } from './server.ts'

const sliceBytes = 4_000_000
const lookEveryMs = 200
// A server that is restarted is back in a second or two; after this it is somebody's business.
const patienceMs = 30_000

export interface ImportAsked {
  readonly file: string
  readonly flags: ReadonlyMap<string, string>
}

/** `holdfast import`: takes in an archive. Answers with the exit code: 1 when not all of it could be taken. */
export async function importFile(settings: Settings, { file, flags }: ImportAsked): Promise<Outcome<number, string>> {
  const passphrase = await passphraseFrom(flags)
  if (!passphrase.ok) return passphrase
  const opened = await openFile(file)
  if (!opened.ok) return opened
  const progress = progressLine()
  const id = crypto.randomUUID()
  try {
    const visit = { path: `/api/imports/${id}`, progress, call: patient(callServer(settings)) }
    const done = await carry(visit, opened.value, { id, passphrase: passphrase.value })
    progress.clear()
    return ok(done.ok ? tell(done.value) : trouble(done.error.says))
  } finally {
    await opened.value.close()
  }
}

async function openFile(file: string): Promise<Outcome<FileHandle, string>> {
  try {
    return ok(await open(file, 'r'))
  } catch (error) {
    return fail(`${file} cannot be read (${String(error)}): correct the name, or make it readable.`)
  }
}

interface Visit {
  readonly path: string
  readonly call: (path: string, init: RequestInit) => Promise<Outcome<Import, CallFailure>>
  readonly progress: Progress
}

async function carry(
  visit: Visit,
  file: FileHandle,
  { id, passphrase }: { readonly id: string; readonly passphrase: string | undefined },
): Promise<Outcome<Import, CallFailure>> {
  const begun = await visit.call('/api/imports', json({ id }))
  if (!begun.ok) return begun
  const uploaded = await upload(visit, file, begun.value)
  if (!uploaded.ok) return uploaded
  const order = json(passphrase === undefined ? {} : { passphrase })
  for (let state = await visit.call(`${visit.path}/start`, order); ;) {
    if (!state.ok || state.value.state !== 'running') return state
    const { messages, chats } = state.value.report
    const seen = messages.taken + messages.here + messages.differing
    visit.progress.tell(`${share(state.value)} read, ${chats.taken + chats.here} chats, ${seen} messages`)
    await systemClock.sleep(lookEveryMs)
    state = await visit.call(visit.path, {})
  }
}

/** Sends the file piece by piece, from where the server has it. */
async function upload(
  { path, call, progress }: Visit,
  file: FileHandle,
  begun: Import,
): Promise<Outcome<Import, CallFailure>> {
  const { size } = await file.stat()
  let state = begun
  while (state.receivedBytes < size) {
    const offset = state.receivedBytes
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sliceBytes), 0, sliceBytes, offset)
    const headers = { 'Content-Type': 'application/octet-stream' }
    const sent = await call(`${path}?offset=${offset}`, { method: 'PUT', headers, body: buffer.subarray(0, bytesRead) })
    if (!sent.ok) return sent
    state = sent.value
    progress.tell(`${Math.floor((100 * state.receivedBytes) / size)} % sent`)
  }
  return ok(state)
}

/** Asks again while the server is away for a moment: every step of an import may be sent twice. */
function patient(call: Call): Visit['call'] {
  return async function callPatiently(path, init) {
    for (const since = systemClock.now(); ;) {
      const answer = await call(path, init)
      if (answer.ok) return ok(importSchema.parse(await answer.value.json()))
      const isFirst = path === '/api/imports'
      if (isFirst || !answer.error.isPassing || systemClock.now() - since > patienceMs) return answer
      await systemClock.sleep(lookEveryMs)
    }
  }
}

function json(body: object): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
}

function share({ readBytes, receivedBytes }: Import): string {
  return `${receivedBytes === 0 ? 0 : Math.floor((100 * readBytes) / receivedBytes)} %`
}

function tell({ state, fault, report }: Import): number {
  const { done, trouble: lines } = reportLines(report)
  if (state === 'done' || done !== undefined) console.log(done ?? 'There was nothing in it.')
  if (fault !== null) console.error(`${fault.title} (${fault.because}). ${fault.detail} [${fault.fault}]`)
  for (const line of lines) console.error(line)
  return state === 'done' && report.isWhole ? 0 : 1
}

function trouble(says: string): number {
  console.error(says)
  return 1
}
