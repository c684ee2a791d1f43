import type { Visit } from '../record.ts'
import { calibrationErrorOf } from './calibration.ts'

/** How well a visitor is told whose side it is on, over all visits; shares from 0 to 1. */
export interface VisitScore {
  readonly visits: number
  readonly side: number
  /** The right side is the first, or among those that are said to look like it. */
  readonly named: number
  /** Wrong, and said with 90 % or more. */
  readonly overclaimed: number
  readonly calibrationError: number
  /** The page said that all is well once it was mended. */
  readonly over: number
  /** Visitors of a site that was well who were told that it is not. */
  readonly falseAlarms: { readonly of: number; readonly called: number }
  /** The longest that somebody waited for a verdict; in milliseconds. */
  readonly longestMs: number
}

export function visitScore(visits: readonly Visit[]): VisitScore {
  const share = (is: (visit: Visit) => boolean): number =>
    visits.length === 0 ? 0 : visits.filter(is).length / visits.length
  const well = visits.filter(({ side }) => side === null)
  return {
    visits: visits.length,
    side: share(({ isRight }) => isRight),
    named: share(({ isRight, side, together }) => isRight || (side !== null && together.includes(side))),
    overclaimed: share(({ isRight, p }) => !isRight && p >= 0.9),
    // How sure it is, it says of the first alone.
    calibrationError: calibrationErrorOf(visits.map(({ p, said, side }) => ({ p, isRight: said === side }))),
    over: share(({ isOver }) => isOver),
    falseAlarms: { of: well.length, called: well.filter(({ said }) => said !== null).length },
    longestMs: Math.max(0, ...visits.map(({ tookMs }) => tookMs)),
  }
}
