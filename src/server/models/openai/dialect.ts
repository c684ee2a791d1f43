import type { PromptMessage } from '../port.ts'

/** What this back end was found not to understand. Learned from its refusals, and kept. */
export interface Dialect {
  readonly usage: () => object
  readonly limit: (maxTokens: number | undefined) => object
  readonly messages: (messages: readonly PromptMessage[]) => readonly PromptMessage[]
  /**
   * Learns from a 400. Undefined when there is nothing to learn; else the same request, said differently, may be
   * granted, and if it is not, this forgets the lesson.
   */
  readonly learn: (words: string) => (() => void) | undefined
}

export function openDialect(): Dialect {
  let tellsUsage = true
  let takesSystem = true
  let limitField: 'max_tokens' | 'max_completion_tokens' = 'max_tokens'
  return {
    usage: () => (tellsUsage ? { stream_options: { include_usage: true } } : {}),
    limit: (maxTokens) => (maxTokens === undefined ? {} : { [limitField]: maxTokens }),
    messages: (messages) => (takesSystem ? messages : withoutSystem(messages)),
    learn(said) {
      // Whoever refuses at length says what matters first.
      const words = said.slice(0, 2_000)
      if (limitField === 'max_tokens' && words.includes('max_completion_tokens')) {
        limitField = 'max_completion_tokens'
        return () => (limitField = 'max_tokens')
      }
      if (takesSystem && mayMeanSystem(words)) {
        takesSystem = false
        return () => (takesSystem = true)
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

/** Chat templates say so in words of their own: "System role not supported", "Conversation roles must alternate …". */
function mayMeanSystem(words: string): boolean {
  return /\bsystem\b[^.]*\b(role|message|prompt)|\broles?\b[^.]*(\bsystem\b|must alternate|are supported)/i.test(words)
}

/** What a system message would say stands at the head of the first turn. */
function withoutSystem(messages: readonly PromptMessage[]): readonly PromptMessage[] {
  const told = messages.filter(({ role }) => role === 'system').map(({ text }) => text)
  const [first, ...rest] = messages.filter(({ role }) => role !== 'system')
  return first === undefined ? messages : [{ ...first, text: [...told, first.text].join('\n\n') }, ...rest]
}
