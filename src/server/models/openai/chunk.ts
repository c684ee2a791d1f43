export interface BackendUsage {
  readonly promptTokens: number | null
  readonly completionTokens: number | null
  readonly totalTokens: number | null
}

export interface Chunk {
  readonly text: string
  readonly finish: string | null
  readonly usage: BackendUsage | null
  /** Present when the back end reports an error in the middle of the stream. */
  readonly error: unknown
}

/** The chunk in an event's data; undefined when it cannot be read. */
export function readChunk(data: string): Chunk | undefined {
  try {
    const parsed: unknown = JSON.parse(data)
    return isFields(parsed) ? chunkOf(parsed) : undefined
  } catch {
    return undefined
  }
}

// Checked by hand: this runs for every token, and a schema costs another microsecond. The fields are those of chat and
// of raw completions; null is as good as nothing, and any other type is unreadable.

function chunkOf({ choices, usage, error }: Fields): Chunk {
  const choice = fieldsOf(listOf(choices)[0])
  return {
    text: textOf(fieldsOf(choice['delta'])['content']) ?? textOf(choice['text']) ?? '',
    finish: textOf(choice['finish_reason']),
    usage: usage === undefined || usage === null ? null : usageOf(fieldsOf(usage)),
    error: error ?? undefined,
  }
}

function usageOf(fields: Fields): BackendUsage {
  return {
    promptTokens: numberOf(fields['prompt_tokens']),
    completionTokens: numberOf(fields['completion_tokens']),
    totalTokens: numberOf(fields['total_tokens']),
  }
}

type Fields = Readonly<Record<string, unknown>>
const noFields: Fields = {}

function fieldsOf(value: unknown): Fields {
  if (value === undefined || value === null) return noFields
  if (isFields(value)) return value
  throw new TypeError('not an object')
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value
  throw new TypeError('not a list')
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return value
  throw new TypeError('not a text')
}

function numberOf(value: unknown): number | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'number') return value
  throw new TypeError('not a number')
}
