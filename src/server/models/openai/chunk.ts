import * as z from 'zod/mini'

/** The fields that are read of an event, in the shape of chat and of raw completions. Null is as good as nothing. */
const chunkSchema = z.object({
  choices: z.optional(
    z.array(
      z.object({
        delta: z.nullish(z.object({ content: z.nullish(z.string()) })),
        text: z.nullish(z.string()),
        finish_reason: z.nullish(z.string()),
      }),
    ),
  ),
  usage: z.nullish(
    z.object({
      prompt_tokens: z.nullish(z.number()),
      completion_tokens: z.nullish(z.number()),
      total_tokens: z.nullish(z.number()),
    }),
  ),
  error: z.nullish(z.unknown()),
})

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
  const parsed = chunkSchema.safeParse(jsonOf(data))
  if (!parsed.success) return undefined
  const { choices, usage, error } = parsed.data
  const choice = choices?.[0]
  return {
    text: choice?.delta?.content ?? choice?.text ?? '',
    finish: choice?.finish_reason ?? null,
    usage: usage === null || usage === undefined ? null : usageOf(usage),
    error: error ?? undefined,
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface UsageFields {
  readonly prompt_tokens?: number | null | undefined
  readonly completion_tokens?: number | null | undefined
  readonly total_tokens?: number | null | undefined
}

function usageOf({ prompt_tokens, completion_tokens, total_tokens }: UsageFields): BackendUsage {
  return {
    promptTokens: prompt_tokens ?? null,
    completionTokens: completion_tokens ?? null,
    totalTokens: total_tokens ?? null,
  }
}
