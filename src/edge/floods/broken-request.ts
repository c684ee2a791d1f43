import type { Refusal } from './refusal.ts'

/** Why what came is no request that can be read to its end, by the code of the parser; undefined: there is nobody to tell. */
export function brokenRequest(code: string, reason: string): Refusal | undefined {
  const refusal = (fault: Refusal['fault']): Refusal => ({ fault, because: reason, retryAfterMs: undefined })
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return refusal('request-too-slow')
  if (code === 'HPE_HEADER_OVERFLOW') return refusal('request-head-too-large')
  return code.startsWith('HPE_') ? refusal('request-malformed') : undefined
}
