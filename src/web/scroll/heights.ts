/** One row of a list. */
export interface Row {
  readonly id: string
  readonly text: string
}

// What a row has besides its text, margins and buttons, in characters that take as much room.
const frameLength = 240
// Before anything was measured: about a line of 60 characters on 30 pixels.
const firstGuessPx = 0.5

/** How high the rows of a list are: as they were measured, or as those that were measured let one expect. */
export class Heights {
  readonly #measured = new Map<string, number>()
  #rows: readonly Row[] = []
  #px: number[] = []
  /** Of all measured rows: how high they are, and how long. */
  #sumPx = 0
  #sumLength = 0

  /** One for each row, in order. */
  get px(): readonly number[] {
    return this.#px
  }

  /** The rows are others now; what was measured of those that stay is remembered. */
  setRows(rows: readonly Row[]): void {
    this.#rows = rows
    this.#px = rows.map((row) => this.#measured.get(row.id) ?? this.#guess(row))
  }

  measure(index: number, px: number): void {
    const row = this.#rows[index]
    if (row === undefined || this.#measured.get(row.id) === px) return
    const before = this.#measured.get(row.id)
    this.#sumPx += px - (before ?? 0)
    if (before === undefined) this.#sumLength += lengthOf(row)
    this.#measured.set(row.id, px)
    this.#px[index] = px
  }

  /** The list has another width now, and nothing is as high as it was. */
  forget(): void {
    this.#measured.clear()
    this.#sumPx = 0
    this.#sumLength = 0
    this.setRows(this.#rows)
  }

  #guess(row: Row): number {
    const pxForOne = this.#sumLength === 0 ? firstGuessPx : this.#sumPx / this.#sumLength
    return lengthOf(row) * pxForOne
  }
}

function lengthOf({ text }: Row): number {
  return text.length + frameLength
}
