const hourMs = 3_600_000
// A probe each second would make so many in an hour; more say nothing more about a median.
const mostKept = 3_600

/** How long the probes of the running hour took, by component. */
export class Medians {
  #hour = 0
  #byComponent = new Map<string, number[]>()

  /** The hour and its median so far. */
  add(
    id: string,
    { at, tookMs }: { readonly at: number; readonly tookMs: number },
  ): { hour: number; medianMs: number } {
    const hour = Math.floor(at / hourMs)
    if (hour !== this.#hour) {
      this.#hour = hour
      this.#byComponent = new Map()
    }
    const all = this.#byComponent.get(id) ?? []
    this.#byComponent.set(id, all)
    if (all.length < mostKept) all.push(tookMs)
    const sorted = all.toSorted((a, b) => a - b)
    return { hour, medianMs: sorted[Math.floor(sorted.length / 2)] ?? tookMs }
  }
}
