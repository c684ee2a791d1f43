import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { clip } from '#shared/text.ts'
import type { PastOutage } from './past-outage.ts'

/**
 * Reads a history: a JSON array of `{"durationMin", "censored"?, "cause"?}`, the oldest first. Other fields are passed over,
 * so that any list of outages will do that has these. The error is a sentence that names the entry and the fix; `name` is what
 * the reader calls the text.
 */
export function readHistory(text: string, name: string): Outcome<readonly PastOutage[], string> {
  const json = parsed(text)
  if (!json.ok) return fail(`${name} is not JSON (${json.error}): ${shape}.`)
  if (!Array.isArray(json.value)) return fail(`${name} holds ${shown(json.value)}, which is not an array: ${shape}.`)
  const entries: readonly unknown[] = json.value
  const history: PastOutage[] = []
  for (const [index, entry] of entries.entries()) {
    const outage = readEntry(entry)
    if (!outage.ok) return fail(`Entry ${index + 1} of ${entries.length} (index ${index}) in ${name}: ${outage.error}.`)
    history.push(outage.value)
  }
  return ok(history)
}

const shape =
  'write an array of outages, the oldest first, as in [{"durationMin": 12}, {"durationMin": 95, "cause": "origin-refused"}]'

function parsed(text: string): Outcome<unknown, string> {
  try {
    return ok(JSON.parse(text))
  } catch (error) {
    return fail(clip(error instanceof Error ? error.message : String(error), 120))
  }
}

function readEntry(entry: unknown): Outcome<PastOutage, string> {
  if (!isObject(entry)) return fail(`it is ${shown(entry)}, but must be an object such as {"durationMin": 12}`)
  const { durationMin, censored = null, cause = null } = entry
  if (typeof durationMin !== 'number') return fail(noNumber(durationMin))
  if (!Number.isFinite(durationMin)) return fail('`durationMin` is too large for a number: write minutes')
  if (durationMin < 0) {
    return fail(`\`durationMin\` is ${durationMin}, but no outage ends before it begins: write 0 or more minutes`)
  }
  if (censored !== null && typeof censored !== 'boolean') {
    return fail(`\`censored\` is ${shown(censored)}: write true for an outage that was not over, or leave it out`)
  }
  if (cause !== null && typeof cause !== 'string') {
    return fail(`\`cause\` is ${shown(cause)}: write a text such as "origin-refused", or leave it out`)
  }
  return ok({ durationMin, ...(censored !== null && { censored }), ...(cause !== null && { cause }) })
}

function isObject(value: unknown): value is Readonly<Record<'durationMin' | 'censored' | 'cause', unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function noNumber(value: unknown): string {
  if (value === undefined) return 'it has no `durationMin`: write how many minutes it lasted'
  const isQuoted = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
  return `\`durationMin\` is ${shown(value)}, which is no number: write minutes${isQuoted ? ' without quotes' : ''}`
}

function shown(value: unknown): string {
  return clip(JSON.stringify(value) ?? 'nothing', 40)
}
