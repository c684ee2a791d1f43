import type { Chance, Clock } from '#shared/clock.ts'
import type { TokenLog } from '../tokenlog/port.ts'

export interface StreamMeans {
  readonly log: TokenLog
  readonly clock: Clock
  readonly chance: Chance
  readonly longPollMs: number
  readonly bodyLimitBytes: number
  readonly onFailure: (error: unknown, requestId: string) => void
}

/** On everything that goes out, errors included (PROTOCOL.md §12.7). Stories are nobody else's to load. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
}
