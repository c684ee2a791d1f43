/**
 * What one box sends. Words are taken out of it when the disk has them, and whoever sends more until then need not wait
 * for it: the second Enter on the same words sends nothing, one on more words sends those.
 */
export class SendingLine {
  /** What stood in the box when Enter was pressed last, without what has been taken out since. */
  #asked: string
  readonly #next: string[] = []

  constructor(text: string) {
    this.#asked = text
  }

  /** Enter was pressed again, with this in the box. */
  add(text: string): void {
    const more = behind(this.#asked, text)
    if (more.trim() === '') return
    this.#asked = text
    this.#next.push(more)
  }

  /** These words were taken out. Answers with those that are to be sent now. */
  left(text: string): string | undefined {
    this.#asked = behind(text, this.#asked)
    return this.#next.shift()
  }
}

/** All of it, if it is not what stood there with more behind it. */
function behind(before: string, text: string): string {
  return text.startsWith(before) ? text.slice(before.length) : text
}
