/** Takes things in at one end and hands them out at the other, in order, to one reader that waits for them. */
export class Mailbox<T> {
  readonly #waiting: T[] = []
  #isClosed = false
  #wake: () => void = () => undefined

  put(thing: T): void {
    if (this.#isClosed) return
    this.#waiting.push(thing)
    this.#wake()
  }

  /** Nothing comes any more. What is inside is still handed out. */
  close(): void {
    this.#isClosed = true
    this.#wake()
  }

  /** Nothing comes any more, and what is inside is dropped. */
  drop(): void {
    this.#waiting.length = 0
    this.close()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) yield next
      if (this.#isClosed) return
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
