import { hops, type Hop } from '#protocol/board.ts'

/** Upper ends in seconds: from a refusal on the same machine to the patience of a slow canary. */
export const probeBucketsS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

export interface ProbeTimesOfHop {
  readonly hop: Hop
  /** How many took at most so long as the bucket of the same place says; not added up. */
  readonly counts: readonly number[]
  readonly total: number
  readonly sumS: number
}

/** How long probes took since this process began, by hop, for `/metrics`. */
export class ProbeTimes {
  readonly #of = new Map<Hop, { counts: number[]; total: number; sumS: number }>()

  note(hop: Hop, tookMs: number): void {
    const known = this.#of.get(hop) ?? { counts: probeBucketsS.map(() => 0), total: 0, sumS: 0 }
    const tookS = Math.max(0, tookMs) / 1000
    const bucket = probeBucketsS.findIndex((end) => tookS <= end)
    if (bucket >= 0) known.counts[bucket] = (known.counts[bucket] ?? 0) + 1
    this.#of.set(hop, { counts: known.counts, total: known.total + 1, sumS: known.sumS + tookS })
  }

  get all(): readonly ProbeTimesOfHop[] {
    return hops.flatMap((hop) => {
      const known = this.#of.get(hop)
      return known === undefined ? [] : [{ hop, ...known }]
    })
  }
}
