const rememberedMs = 5000

/** How many come in a second, of late: what lies some seconds back counts ever less. */
export class Pace {
  #perSecond = 0
  #at = 0

  note(now: number): void {
    this.#perSecond = this.perSecond(now) + 1000 / rememberedMs
    this.#at = now
  }

  perSecond(now: number): number {
    return this.#perSecond * Math.exp(-Math.abs(now - this.#at) / rememberedMs)
  }
}
