/** Turns tokens into text. Bytes that are no whole character come out as U+FFFD. */
export type Detokenize<Token> = (tokens: readonly Token[]) => string

export interface Spelled<Token> {
  readonly text: string
  /** All tokens whose text this completes, so that the tokens of all pieces together are the tokens of the reply. */
  readonly tokens: readonly Token[]
}

/** A character has four bytes at most. What has not become whole after this many tokens is not going to. */
const mostHeldTokens = 32

/**
 * Spells a reply token by token, and holds tokens back until their text is whole: one character may be several tokens.
 * What it says depends only on the tokens before, so that a reply gone on with is spelled as if it had never stopped.
 */
export class Speller<Token> {
  readonly #detokenize: Detokenize<Token>
  /** Tokens of the last whole piece: with nothing before it, a tokenizer drops the space that a word begins with. */
  #before: readonly Token[]
  #held: readonly Token[] = []

  constructor(detokenize: Detokenize<Token>, before: readonly Token[] = []) {
    this.#detokenize = detokenize
    this.#before = before
  }

  add(token: Token): Spelled<Token> | null {
    this.#held = [...this.#held, token]
    const text = this.#heldText()
    const mayBeMended = text.endsWith('\uFFFD') && this.#held.length < mostHeldTokens
    return text === '' || mayBeMended ? null : this.#letGo(text)
  }

  /** What is still held back when nothing follows. */
  end(): Spelled<Token> | null {
    const text = this.#heldText()
    return text === '' ? null : this.#letGo(text)
  }

  #letGo(text: string): Spelled<Token> {
    const tokens = this.#held
    this.#before = tokens
    this.#held = []
    return { text, tokens }
  }

  #heldText(): string {
    const before = this.#detokenize(this.#before)
    const both = this.#detokenize([...this.#before, ...this.#held])
    return both.startsWith(before) ? both.slice(before.length) : this.#detokenize(this.#held)
  }
}
