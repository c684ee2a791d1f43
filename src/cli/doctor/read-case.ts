import { caseSchema, type Case } from '#protocol/case.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { readText } from '../read-text.ts'

const reading = { correct: 'correct its name', lessen: 'a case is a few thousand bytes, so this is another file' }

export interface ReadCase {
  readonly given: Case
  /** Fields of the file that mean nothing to this version, by their path. */
  readonly unknown: readonly string[]
}

/** A case from a file: what was seen of an outage, by whoever wrote it. */
export async function readCase(file: string): Promise<Outcome<ReadCase, string>> {
  const text = await readText(file, reading)
  if (!text.ok) return text
  const json = parsed(text.value.replace(/^\ufeff/, ''))
  if (!json.ok) return fail(`${file} is not JSON (${json.error}): docs/spec/evidence.md says how a case is written.`)
  const read = caseSchema.safeParse(json.value)
  if (read.success) return ok({ given: read.data, unknown: unknownIn(json.value, read.data) })
  const [issue] = read.error.issues
  const where = issue === undefined || issue.path.length === 0 ? 'the file' : `\`${issue.path.join('.')}\``
  return fail(
    `${where} in ${file} cannot be read (${issue?.message ?? ''}): docs/spec/evidence.md says what it may be.`,
  )
}

function parsed(text: string): Outcome<unknown, string> {
  try {
    return ok(JSON.parse(text))
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
}

/** What the file has and the schema left out. */
function unknownIn(given: unknown, taken: unknown, path = ''): readonly string[] {
  if (!isObject(given) || !isObject(taken)) return []
  return Object.entries(given).flatMap(([name, value]) => {
    const at = path === '' ? name : `${path}.${name}`
    return name in taken ? unknownIn(value, taken[name], at) : [at]
  })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
