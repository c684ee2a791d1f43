import type { RawHeaders } from '../forward-headers.ts'
import type { Refusal } from './refusal.ts'

export interface RequestForm {
  /** As `1.1`. */
  readonly version: string
  /** As it stands on the request line. */
  readonly target: string
  readonly rawHeaders: RawHeaders
}

/** Browsers send some twenty. A parser counts only their characters, and few characters make very many fields. */
const mostFields = 200

/** Why a request whose head came whole is not taken; undefined if it is. */
export function wrongForm(form: RequestForm): Refusal | undefined {
  const count = form.rawHeaders.length / 2
  if (count > mostFields)
    return refusal('request-head-too-large', `it has ${count} fields, and the limit is ${mostFields}`)
  const because = twoReadings(form)
  return because === undefined ? undefined : refusal('request-malformed', because)
}

function refusal(fault: Refusal['fault'], because: string): Refusal {
  return { fault, because, retryAfterMs: undefined }
}

/**
 * What is wrong with a request that a parser lets through and two servers may read in two ways; undefined if nothing is. What one
 * takes for the end of a request, or for the host that is meant, the other must not take for something else.
 */
function twoReadings({ version, target, rawHeaders }: RequestForm): string | undefined {
  if (version === '0.9') return 'it has no version'
  const hosts = valuesOf(rawHeaders, 'host')
  if (hosts.length > 1) return `it names ${hosts.length} hosts`
  const named = /^https?:\/\/([^/?]*)/i.exec(target)?.[1]
  if (named !== undefined && named.toLowerCase() !== hosts[0]?.toLowerCase()) return 'its target names another host'
  const isCoded = valuesOf(rawHeaders, 'transfer-encoding').length > 0
  // RFC 9112 §6.1: HTTP/1.0 has no Transfer-Encoding, and whoever passes it on may count on either.
  return isCoded && version === '1.0' ? 'it has a Transfer-Encoding, and is HTTP/1.0' : undefined
}

function valuesOf(raw: RawHeaders, wanted: string): readonly string[] {
  const values: string[] = []
  for (let i = 0; i + 1 < raw.length; i += 2) if (raw[i]?.toLowerCase() === wanted) values.push(raw[i + 1] ?? '')
  return values
}
