/** However long its lines are. */
const keptCharacters = 4000

/** Keeps the last few lines that a process said, without the stack frames: what a person can make something of. */
export class Tail {
  readonly #count: number
  #text = ''

  constructor(count: number) {
    this.#count = count
  }

  add(text: string): void {
    this.#text = (this.#text + text).slice(-keptCharacters)
  }

  get lines(): readonly string[] {
    const lines = this.#text.split('\n').map((line) => line.trim())
    return lines.filter((line) => line !== '' && !line.startsWith('at ')).slice(-this.#count)
  }
}
