/**
 * What a sieve makes of the text that has come:
 * - `pass`: this is new (maybe nothing yet);
 * - `anew`: the back end wrote another reply from its beginning instead of going on;
 * - `differs`: it goes on, but with other words than the ones already shown. `isBare` when it left out the space that
 *   stands before them.
 */
export type Sifted =
  | { readonly kind: 'pass'; readonly text: string }
  | { readonly kind: 'anew' }
  | { readonly kind: 'differs'; readonly isBare: boolean }

/** Lets through what is new of a reply that is gone on with. What comes is cut anywhere. */
export interface Sieve {
  readonly take: (text: string) => Sifted
  /** What is left when nothing more comes. */
  readonly end: () => Sifted
}

export function pass(text: string): Sifted {
  return { kind: 'pass', text }
}

/** Lets everything through. */
export const open: Sieve = { take: pass, end: () => pass('') }

/** What the first lets through goes through the second. */
export function chain(first: Sieve, second: Sieve): Sieve {
  return {
    take(text) {
      const sifted = first.take(text)
      return sifted.kind === 'pass' && sifted.text !== '' ? second.take(sifted.text) : sifted
    },
    end() {
      const rest = first.end()
      if (rest.kind !== 'pass') return rest
      const sifted = rest.text === '' ? rest : second.take(rest.text)
      const last = sifted.kind === 'pass' ? second.end() : sifted
      return sifted.kind === 'pass' && last.kind === 'pass' ? pass(sifted.text + last.text) : last
    },
  }
}

/** What to do with the text held back so far: `wait` for more of it, or settle the matter. */
export type Decision = 'wait' | Sifted

/** Holds text back until `decide` settles the matter; from then on everything passes. */
export function holdUntil(decide: (held: string, isEnd: boolean) => Decision): Sieve {
  let held: string | null = ''
  function settle(text: string, isEnd: boolean): Sifted {
    const decision = decide(text, isEnd)
    held = decision === 'wait' ? text : null
    return decision === 'wait' ? pass('') : decision
  }
  return {
    take: (text) => (held === null ? pass(text) : settle(held + text, false)),
    end: () => (held === null ? pass('') : settle(held, true)),
  }
}
