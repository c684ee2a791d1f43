import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keyPath, publicKeySchema, type PublicKey } from '#protocol/status-snapshot.ts'
import { verifySnapshot, type ReadFile } from '#status/snapshots.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { unknownFlag, type Arguments } from '../arguments.ts'
import { systemClock } from '../clock.ts'

/** `holdfast status verify FOLDER|URL`: whether a copy of a status page is what was signed. 1 when it is not. */
export async function verifyCommand({ flags, words }: Arguments): Promise<Outcome<number, string>> {
  const [place, more] = words
  const refusal = unknownFlag({ command: 'status verify', flags }, ['--key', '--json'])
  if (refusal !== undefined) return fail(refusal)
  if (place === undefined)
    return fail('Which copy is to be checked? Write `holdfast status verify FOLDER` or an address.')
  if (more !== undefined) return fail(`\`${more}\` is one copy too many: check one at a time.`)
  const keyPlace = flags.get('--key')
  const known = keyPlace === undefined ? ok(undefined) : await keyAt(keyPlace)
  if (!known.ok) return known
  const checked = await verifySnapshot(reader(place), known.value)
  const isJson = flags.has('--json')
  if (!checked.ok) {
    console.log(
      isJson ? JSON.stringify({ ok: false, because: checked.error }) : `Not what was signed: ${checked.error}.`,
    )
    return ok(1)
  }
  const { manifest, thumbprint } = checked.value
  const facts = {
    ...manifest,
    files: Object.keys(manifest.files).length,
    thumbprint,
    isKeyKnown: keyPlace !== undefined,
  }
  console.log(isJson ? JSON.stringify({ ok: true, ...facts }) : wellSays(facts).join('\n'))
  return ok(0)
}

interface WellFacts {
  readonly asOf: number
  readonly url: string
  readonly files: number
  readonly thumbprint: string
  readonly isKeyKnown: boolean
}

function wellSays({ asOf, url, files, thumbprint, isKeyKnown }: WellFacts): readonly string[] {
  const ageMin = Math.max(0, Math.round((systemClock.now() - asOf) / 60_000))
  return [
    `All ${files} files are what was signed: ${url} as of ${new Date(asOf).toISOString()}, ${ageMin} min old.`,
    `Signed by the key ${thumbprint}.`,
    isKeyKnown
      ? 'It is the key that you named.'
      : 'The key came with the copy: that shows that nothing was changed, not who made it. Name the key of the real page with `--key` to know that, too.',
  ]
}

function isAddress(place: string): boolean {
  return /^https?:\/\//.test(place)
}

function reader(place: string): ReadFile {
  if (!isAddress(place)) return (path) => fromDisk(join(place, path))
  const base = place.endsWith('/') ? place : `${place.replace(/\/index\.html$/, '')}/`
  return (path) => fromNetwork(new URL(path, base).href)
}

/** A file with a key, or a page that tells its own. */
async function keyAt(place: string): Promise<Outcome<PublicKey, string>> {
  const address = place.endsWith('.json') ? place : `${place.replace(/\/$/, '')}/${keyPath}`
  const content = await (isAddress(place) ? fromNetwork(address) : fromDisk(place))
  if (!content.ok) return fail(`The key cannot be read: ${content.error}.`)
  const key = publicKeySchema.safeParse(parsed(content.value))
  return key.success
    ? ok(key.data)
    : fail(`${place} has no key of a status page: it must be JSON as ${keyPath} has it.`)
}

async function fromDisk(file: string): Promise<Outcome<Uint8Array, string>> {
  try {
    return ok(await readFile(file))
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
}

const patienceMs = 10_000
const mostBytes = 10_000_000

async function fromNetwork(address: string): Promise<Outcome<Uint8Array, string>> {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(patienceMs) })
    if (!answer.ok) return fail(`${address} answers ${answer.status}`)
    const parts: Uint8Array[] = []
    let sizeBytes = 0
    for await (const part of answer.body ?? []) {
      sizeBytes += part.length
      if (sizeBytes > mostBytes) return fail(`${address} is larger than any file of a snapshot`)
      parts.push(part)
    }
    return ok(Buffer.concat(parts))
  } catch (error) {
    const because = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    return fail(`${address} cannot be read: ${because}`)
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined // No JSON is no key, which the schema says too.
  }
}
