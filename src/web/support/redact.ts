import type { Bundle } from '#protocol/bundle.ts'
import { secretKinds, type SecretKind } from './secrets.ts'

// Shorter ones stand in other words too.
const shortestAgain = 8

/**
 * Replaces what looks like a secret or an address in everything that goes into one bundle. The same secret gets the same
 * mark everywhere, so that a reader sees that it is the same; nothing of it is in the mark, and nobody can try what it was.
 */
export class Redactor {
  readonly #marks = new Map<string, string>()
  readonly #marksOfKind = new Map<string, number>()
  readonly #times = new Map<string, number>()

  /** The same JSON without them. */
  redacted(value: unknown): unknown {
    const once = this.#inAll(value, (text) => this.#byForm(text))
    // What was known by its place in one text is not let through in another, where nothing tells what it is.
    return this.#inAll(once, (text) => this.#again(text))
  }

  removed(): Bundle['removed'] {
    return [...this.#times].map(([kind, times]) => ({ kind, times }))
  }

  #inAll(value: unknown, change: (text: string) => string): unknown {
    return JSON.parse(
      JSON.stringify(value, (_key, inside: unknown) => (typeof inside === 'string' ? change(inside) : inside)),
    )
  }

  #byForm(text: string): string {
    return secretKinds.reduce((left, kind) => this.#ofKind(left, kind), text)
  }

  #ofKind(text: string, { kind, pattern, holds }: SecretKind): string {
    let [before, at] = ['', 0]
    for (const match of text.matchAll(pattern)) {
      const [whole] = match
      const secret = match.groups?.['secret'] ?? whole
      // A mark is no secret, whatever stands before it.
      if (secret.startsWith('‹') || holds?.(secret) === false) continue
      const begin = match.index + whole.lastIndexOf(secret)
      before += text.slice(at, begin) + this.#mark(kind, secret)
      at = begin + secret.length
    }
    return before + text.slice(at)
  }

  #again(text: string): string {
    let left = text
    for (const [secret, mark] of this.#marks) {
      if (secret.length >= shortestAgain) left = left.replaceAll(secret, mark)
    }
    return left
  }

  #mark(kind: string, secret: string): string {
    this.#times.set(kind, (this.#times.get(kind) ?? 0) + 1)
    const known = this.#marks.get(secret)
    if (known !== undefined) return known
    const number = (this.#marksOfKind.get(kind) ?? 0) + 1
    this.#marksOfKind.set(kind, number)
    const mark = `‹${kind} ${number}›`
    this.#marks.set(secret, mark)
    return mark
  }
}
