/** What this back end was found not to understand. Learned from its refusals, and kept. */
export interface Dialect {
  readonly usage: () => object
  readonly limit: (maxTokens: number | undefined) => object
  /**
   * Learns from a 400. Undefined when there is nothing to learn; else the same request, said differently, may be
   * granted, and if it is not, this forgets the lesson.
   */
  readonly learn: (words: string) => (() => void) | undefined
}

export function openDialect(): Dialect {
  let tellsUsage = true
  let limitField: 'max_tokens' | 'max_completion_tokens' = 'max_tokens'
  return {
    usage: () => (tellsUsage ? { stream_options: { include_usage: true } } : {}),
    limit: (maxTokens) => (maxTokens === undefined ? {} : { [limitField]: maxTokens }),
    learn(words) {
      if (limitField === 'max_tokens' && words.includes('max_completion_tokens')) {
        limitField = 'max_completion_tokens'
        return () => (limitField = 'max_tokens')
      }
      if (!tellsUsage || !mayMeanUsage(words)) return undefined
      tellsUsage = false
      return () => (tellsUsage = true)
    },
  }
}

/** Whether a refusal names the field, or complains of an unknown one without a name. */
function mayMeanUsage(words: string): boolean {
  if (/stream_options|include_usage/.test(words)) return true
  return (
    /\b(unknown|unrecognized|unsupported|extra|additional)\b/i.test(words) &&
    !/continue_final_message|add_generation_prompt/.test(words)
  )
}
