import type { RemoteBackend } from '#protocol/backends.ts'
import type { Way } from '#protocol/events.ts'

/** In which ways this back end can go on with a reply. Learned from what it does, and kept. */
export interface Abilities {
  /** The ways to try, the most exact first. Never empty: anything that answers can be asked to go on. */
  readonly ways: () => readonly Way[]
  /** The operator says that it has this way. */
  readonly isDeclared: (way: Way) => boolean
  /** It refused this way in so many words, or began anew. */
  readonly withdraw: (way: Way) => void
}

export function openAbilities({ continuation = 'auto', template }: RemoteBackend): Abilities {
  const withdrawn = new Set<Way>()
  const first: readonly Way[] =
    continuation === 'auto'
      ? ['continue-final-message', 'prefill', ...(template === undefined ? [] : (['completion'] as const))]
      : [continuation]
  return {
    ways: () => [...first.filter((way) => way !== 'asked' && !withdrawn.has(way)), 'asked'],
    isDeclared: (way) => way === continuation,
    withdraw: (way) => withdrawn.add(way),
  }
}

/** Whether a refusal is about going on, and not about the rest of the request. */
export function namesContinuation(words: string): boolean {
  return /prefill|continue_final_message|add_generation_prompt|end with a user message|last message|final message/i.test(
    words,
  )
}
