import type { Library } from './library.ts'

/** A row that is written on. */
export interface OpenRow {
  readonly pause: () => void
  readonly resume: () => void
  readonly forget: () => void
}

/** The rows of a library that are open, each once. */
export class OpenRows<Row extends { readonly id: string }, Open extends OpenRow> {
  readonly #library: Library<Row>
  readonly #open = new Map<string, Open>()

  constructor(library: Library<Row>) {
    this.#library = library
  }

  /** The one that is open already, or a new one. */
  of(id: string, open: () => Open): Open {
    const known = this.#open.get(id)
    if (known !== undefined) return known
    const opened = open()
    this.#open.set(id, opened)
    return opened
  }

  /** False when the browser did not do it: then it is still there. */
  async remove(id: string, opened: Open): Promise<boolean> {
    opened.pause()
    const isRemoved = await this.#library.remove(id)
    if (!isRemoved) opened.resume()
    else {
      this.#open.delete(id)
      opened.forget()
    }
    return isRemoved
  }
}
