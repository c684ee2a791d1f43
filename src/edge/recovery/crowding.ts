const sampleSize = 64
const farTooSlow = 8

/** Notices that an origin which answers everybody has become far too slow for how many ask at once. */
export class Crowding {
  #slowness: number[] = []

  /** True if it is so by this answer. */
  note(slowness: number, atOnce: number): boolean {
    this.#slowness.push(slowness)
    if (this.#slowness.length < sampleSize) return false
    const slow = this.#slowness.filter((each) => each > farTooSlow).length
    this.#slowness = []
    return slow > sampleSize / 2 && atOnce >= sampleSize
  }
}
