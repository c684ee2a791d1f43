// So close to the end that the reader means to be there.
const nearPx = 64

interface Anchor {
  readonly row: Element
  readonly topPx: number
}

/** Where the reader is in the story. Whatever comes and goes around that place, the reader is left there. */
export class ReadersPlace {
  #isAtEnd = true
  #lastTop = 0
  /** The uppermost row in sight, and how far below the upper edge it begins. */
  #anchor: Anchor | null = null

  get isAtEnd(): boolean {
    return this.#isAtEnd
  }

  /** The row that the reader is at; null while none is in sight. */
  get row(): Element | null {
    return this.#anchor?.row ?? null
  }

  /** Looks where the reader has gone to. */
  note(rows: readonly Element[]): void {
    const { scrollTop } = document.documentElement
    // Words that came between a scroll and its event put the end further away; only going up is leaving it.
    if (distanceToEnd() < nearPx) this.#isAtEnd = true
    else if (scrollTop < this.#lastTop) this.#isAtEnd = false
    this.#lastTop = scrollTop
    this.#anchor = null
    for (const row of rows) {
      const { top, bottom } = row.getBoundingClientRect()
      if (bottom <= 0) continue
      if (top < innerHeight) this.#anchor = { row, topPx: top }
      return
    }
  }

  /** Brings the reader back after something has changed around the place. */
  keep(): void {
    if (this.#isAtEnd) this.goToEnd()
    else this.#keepAnchor()
  }

  goToEnd(): void {
    this.#isAtEnd = true
    this.#scrollTo(document.documentElement.scrollHeight)
  }

  goToBeginning(): void {
    this.#isAtEnd = false
    this.#anchor = null
    this.#scrollTo(0)
  }

  // Most browsers have done it themselves; not all can, and none does at the very top.
  #keepAnchor(): void {
    if (this.#anchor === null || !this.#anchor.row.isConnected) return
    const { row, topPx } = this.#anchor
    const movedPx = row.getBoundingClientRect().top - topPx
    if (Math.abs(movedPx) >= 1) this.#scrollTo(document.documentElement.scrollTop + movedPx)
  }

  #scrollTo(top: number): void {
    scrollTo({ top, behavior: 'instant' })
    // A story that became shorter has its end higher up: the event of this scroll must not look like a reader leaving.
    this.#lastTop = document.documentElement.scrollTop
  }
}

export function distanceToEnd(): number {
  const { scrollHeight, clientHeight, scrollTop } = document.documentElement
  return scrollHeight - clientHeight - scrollTop
}
