import type { Place } from '../tree/module.ts'

/** One pick of a traced generation: why the result is what it is. */
export interface Pick {
  readonly list: string
  readonly item: string
  readonly place: Place
  readonly depth: number
  /** How likely it was, from 0 to 1, as the odds stood then. */
  readonly share: number
}

/** A number as people write it. */
export function spread(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
}
