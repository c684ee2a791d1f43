import type { Board } from '#protocol/board.ts'
import { standingOf, type StandingKind } from '../standing.ts'

/** What `/badge.json` answers: https://shields.io/badges/endpoint-badge. It is 200 whatever it says. */
export interface Badge {
  readonly schemaVersion: 1
  readonly label: string
  readonly message: string
  readonly color: string
  /** Shields then keeps it for a shorter time, and shows it in red only where no colour is given. */
  readonly isError: boolean
  readonly cacheSeconds: number
}

// What Shields keeps a badge for at least; a smaller number would be raised to it.
const cacheSeconds = 300

export function badgeOf(board: Board): Badge {
  const { kind, inShort } = standingOf(board)
  const isError = kind === 'blind'
  return { schemaVersion: 1, label: board.name, message: inShort, color: colours[kind], isError, cacheSeconds }
}

/** Dark enough for white letters (4.5 : 1), so that the picture of our own can be read by anybody. */
const colours: Readonly<Record<StandingKind, string>> = {
  critical: '#b3261e',
  major: '#b3261e',
  minor: '#8a5a00',
  watched: '#5f5f5f',
  blind: '#5f5f5f',
  reported: '#8a5a00',
  maintenance: '#1f5f8b',
  well: '#2f6b45',
}
