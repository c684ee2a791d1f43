import type { Evidence } from '#protocol/evidence.ts'
import { faults, type FaultId } from '#protocol/faults.ts'
import { safeMethods } from './retry.ts'

/** What the edge stands in front of, and what stands in front of it. */
export interface Surroundings {
  /** Whether Holdfast is behind it, or any other site. */
  readonly isOwn: boolean
  /** Whether a CDN before it puts pages of its own in the place of 502 and 504, so that 503 has to carry every fault. */
  readonly isBehindCdn: boolean
}

/** The words of a page that depend on whose it is. */
export interface SiteWords {
  readonly name: string
  /** Where the way home leads. */
  readonly home: string
  readonly safeQuestion: string
  /** Whether `/check` is a page of the shell, which opens with every server dead. */
  readonly hasCheck: boolean
}

export function siteWords({ isOwn }: Surroundings, host: string | undefined): SiteWords {
  if (isOwn) return { name: 'Holdfast', home: 'To your stories', safeQuestion: 'Is my story safe?', hasCheck: true }
  return { name: host ?? 'This site', home: 'To the first page', safeQuestion: 'Is anything lost?', hasCheck: false }
}

/** What is safe, as far as the edge knows it. Of a site that is not Holdfast it knows only what it has sent there itself. */
export function keptAt(
  fault: FaultId,
  { isOwn }: Surroundings,
  asked: { method: string; evidence?: Evidence | undefined },
): string {
  if (isOwn) return faults[fault].kept
  if (safeMethods.has(asked.method)) return 'You only asked to read something. Nothing was changed by it.'
  const phase = asked.evidence?.phase
  const wasSent = phase === 'request' || phase === 'headers' || phase === 'body'
  if (!wasSent) return 'What you sent did not leave the edge, so nothing was changed by it.'
  return 'It is not known whether the server carried out what you sent. Look before you send it again.'
}
