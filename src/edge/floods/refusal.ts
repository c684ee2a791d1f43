import type { FaultId } from '#protocol/faults.ts'

/** Why the edge does not take a request. */
export interface Refusal {
  readonly fault: FaultId
  /** What was measured. */
  readonly because: string
  /** When there is room for it; undefined where coming back helps nothing. */
  readonly retryAfterMs: number | undefined
}

/** A body that is larger than what is passed on. */
export function tooLarge(mostBytes: number): Refusal {
  const because = `the limit for the body of a request is ${mostBytes} bytes`
  return { fault: 'request-body-too-large', because, retryAfterMs: undefined }
}
