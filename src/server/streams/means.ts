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
