import { daysOld, readRangeList, staleAfterDays, type RangeList } from '#edge/range-list.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Settings } from '../config/settings.ts'
import { keepRanges, knownRanges } from './kept-ranges.ts'

const publishedAt = 'https://www.cloudflare.com'
const patienceMs = 10_000
/** Far more than the list has ever had, and little enough to read from whoever answers. */
const mostBytes = 65_536

/** `holdfast edge ranges`: shows by which addresses Cloudflare is known; `--update` fetches them, `--from` says from where. */
export async function rangesCommand(
  { dataDir }: Pick<Settings, 'dataDir'>,
  flags: ReadonlyMap<string, string>,
): Promise<Outcome<number, string>> {
  const from = flags.get('--from') ?? publishedAt
  if (flags.has('--from') && !flags.has('--update')) return fail('`--from` says where `--update` fetches: add that.')
  if (flags.has('--update')) {
    const updated = await update(dataDir, from)
    if (!updated.ok) return updated
    console.log(
      `Fetched from ${from} and kept in ${updated.value}. A running edge takes it at SIGHUP, or when restarted.`,
    )
  }
  const known = knownRanges(dataDir)
  if (!known.ok) return known
  console.log(shown(known.value, Date.now()))
  return ok(0)
}

async function update(dataDir: string, from: string): Promise<Outcome<string, string>> {
  const keeps = 'what was known is kept'
  try {
    const [v4, v6] = await Promise.all([published(from, 'ips-v4'), published(from, 'ips-v6')])
    const list = readRangeList({ v4, v6 }, new Date().toISOString().slice(0, 10))
    return list.ok ? ok(keepRanges(dataDir, list.value)) : fail(`What ${from} says ${list.error}: ${keeps}.`)
  } catch (error) {
    return fail(`The ranges could not be fetched from ${from} (${whyOf(error)}): ${keeps}.`)
  }
}

async function published(from: string, name: 'ips-v4' | 'ips-v6'): Promise<string> {
  const answer = await fetch(new URL(name, `${from.replace(/\/$/, '')}/`), {
    headers: { accept: 'text/plain' },
    signal: AbortSignal.timeout(patienceMs),
  })
  if (!answer.ok) throw new Error(`${name}: status ${answer.status}`)
  const text = await answer.text()
  if (text.length > mostBytes) throw new Error(`${name}: ${text.length} characters are no list of ranges`)
  return text
}

/** What `fetch` says is "fetch failed"; the reason is one deeper. */
function whyOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}

function shown(list: RangeList, now: number): string {
  const days = daysOld(list, now) ?? 0
  const stale =
    days > staleAfterDays ? [`It is more than ${staleAfterDays} days old: fetch it anew with --update.`] : []
  const head = `Cloudflare's ranges as of ${list.asOf} (${days} days old):`
  return [head, ...[...list.v4, ...list.v6].map((range) => `  ${range}`), ...stale].join('\n')
}
