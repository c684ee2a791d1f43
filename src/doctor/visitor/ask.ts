import { problemSchema } from '#protocol/problem.ts'
import type { HopTest } from '#protocol/visitor-tests.ts'
import type { Clock } from '#shared/clock.ts'
import { clip } from '#shared/text.ts'

export interface Asking {
  readonly url: string
  /** Who is asked, as the beginning of a sentence. */
  readonly who: string
  /** Asked so that nothing may be read of the answer but that there was one. */
  readonly isBare?: boolean
  /** What the answer says; null when it is not what this one would say. */
  readonly read: (body: unknown) => string | null
}

export type Answered = Pick<HopTest, 'result' | 'status' | 'fault' | 'side' | 'retryAfterMs' | 'says'>

interface AskMeans {
  readonly clock: Clock
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
}

/** Longer than the edge takes to find out about the server, shorter than a person waits. */
const patienceMs = 10_000
/** A refusal, or a name that is known not to be, is told at once; what takes longer has got lost on the way. */
const atOnceMs = 1500

/** One question from a browser, and what kind of answer or failure came. */
export async function askOnce({ clock, fetch }: AskMeans, asking: Asking): Promise<Answered> {
  const { url, isBare = false } = asking
  const giveUp = new AbortController()
  const cancel = clock.after(patienceMs, () => giveUp.abort())
  const at = clock.now()
  try {
    const bare = isBare ? ({ mode: 'no-cors', credentials: 'omit', referrerPolicy: 'no-referrer' } as const) : {}
    const headers = isBare ? {} : { headers: { accept: 'application/json' } }
    const response = await fetch(url, { cache: 'no-store', signal: giveUp.signal, ...bare, ...headers })
    return await readAnswer(response, asking)
  } catch {
    return noAnswer(asking, giveUp.signal.aborted ? patienceMs : clock.now() - at, giveUp.signal.aborted)
  } finally {
    cancel()
  }
}

const nothing = { status: null, fault: null, side: null, retryAfterMs: null } as const

function noAnswer({ who }: Asking, tookMs: number, hasGivenUp: boolean): Answered {
  if (hasGivenUp) return { ...nothing, result: 'silent', says: `${who}: nothing came within ${patienceMs / 1000} s.` }
  return tookMs < atOnceMs
    ? { ...nothing, result: 'refused', says: `${who}: the request failed at once.` }
    : { ...nothing, result: 'late', says: `${who}: the request failed after ${Math.round(tookMs / 1000)} s.` }
}

async function readAnswer(response: Response, { who, isBare, read }: Asking): Promise<Answered> {
  if (isBare === true) return { ...nothing, result: 'ok', says: '' }
  const { status, headers } = response
  const body: unknown = status === 204 ? null : await response.json().catch(() => undefined)
  const base = { ...nothing, status, retryAfterMs: retryAfterIn(headers) }
  if (headers.get('cf-mitigated') === 'challenge')
    return { ...base, result: 'challenge', says: `${who}: the CDN in front wants to see that a person asks.` }
  const problem = problemSchema.safeParse(body).data
  if (problem !== undefined) {
    const { fault, side, title, retryAfterMs } = problem
    const after = retryAfterMs === undefined ? base.retryAfterMs : Math.max(0, Math.round(retryAfterMs))
    return { ...base, result: 'fault', fault: clip(fault, 80), side, retryAfterMs: after, says: clip(`${title}.`, 300) }
  }
  const says = response.ok ? read(body) : null
  if (says !== null) return { ...base, result: 'ok', says }
  return isOfCdn(response)
    ? {
        ...base,
        result: 'cdn',
        says: `${who}: the CDN in front answers with ${status}, so your network is fine up to there.`,
      }
    : { ...base, result: 'foreign', says: `${who}: somebody else answered instead, with ${status}.` }
}

/** Looks prove nothing: a CDN says who it is in fields of its own. 520 to 530 are numbers that nobody but CDNs gives. */
function isOfCdn({ status, headers }: Response): boolean {
  return headers.has('cf-ray') || headers.has('x-served-by') || (status >= 520 && status <= 530)
}

/** In seconds on the wire (RFC 9110 §10.2.3); a date is not worth its clocks here. */
function retryAfterIn(headers: Headers): number | null {
  const text = headers.get('retry-after') ?? ''
  return /^\d{1,5}$/.test(text) ? Number(text) * 1000 : null
}
