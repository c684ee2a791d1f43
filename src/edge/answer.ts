import type { FaultId } from '#protocol/faults.ts'

/** An answer that the edge makes itself, for any runtime to send. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array<ArrayBuffer> | null
  /** The fault that it tells, or stands in for. */
  readonly fault?: FaultId | undefined
}
