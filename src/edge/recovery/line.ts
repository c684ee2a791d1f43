import { insert, indexIn, remove } from './sorted.ts'

/** Who goes before whom: readers of running replies, then those who are inside, then those who want in. */
export const ranks = { reading: 0, inside: 1, newcomer: 2 } as const
export type Rank = (typeof ranks)[keyof typeof ranks]

export interface Standing {
  readonly id: string
  readonly rank: Rank
  /** Since when they wait. */
  readonly since: number
}

interface Waiting extends Standing {
  /** When they are counted no longer, if they do not come back before. */
  readonly absentFrom: number
}

/** Whether `a` goes before `b` (negative), by rank, then by how long they wait; never by how often they ask. */
export function byTurn(a: Standing, b: Standing): number {
  if (a.rank !== b.rank) return a.rank - b.rank
  if (a.since !== b.since) return a.since - b.since
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** Those who wait, as this edge knows them. Whoever stays away is not counted, and stands at the same place on coming back. */
export class Line {
  readonly #sorted: Waiting[] = []
  readonly #byId = new Map<string, Waiting>()

  get length(): number {
    return this.#sorted.length
  }

  has(id: string): boolean {
    return this.#byId.has(id)
  }

  /** Counts somebody, until `absentFrom`. Coming again changes nothing but that. */
  stand(standing: Standing, absentFrom: number): void {
    this.leave(standing.id)
    const waiting = { ...standing, absentFrom }
    this.#byId.set(standing.id, waiting)
    insert(this.#sorted, waiting, byTurn)
  }

  leave(id: string): void {
    const waiting = this.#byId.get(id)
    if (waiting === undefined) return
    this.#byId.delete(id)
    remove(this.#sorted, waiting, byTurn)
  }

  /** 1 is next. Of somebody who is not counted: where they would stand. */
  placeOf(standing: Standing): number {
    return indexIn(this.#sorted, this.#byId.get(standing.id) ?? standing, byTurn) + 1
  }

  dropAbsent(now: number): void {
    for (const { id } of this.#sorted.filter(({ absentFrom }) => absentFrom <= now)) this.leave(id)
  }
}
