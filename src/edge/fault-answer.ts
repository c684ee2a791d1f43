import type { Evidence } from '#protocol/evidence.ts'
import { faults, type FaultId } from '#protocol/faults.ts'
import { problem, type Problem } from '#protocol/problem.ts'
import { wantsPage } from './accepts.ts'
import type { Answer } from './answer.ts'
import type { Lasted } from './outages.ts'
import { faultPage } from './page/fault-page.ts'
import { baseHeaders, pageHeaders, programHeaders } from './page-policy.ts'
import type { RequestHead } from './request-head.ts'
import { retryAfterSeconds } from './retry-after.ts'
import { readyPath, type Upstream } from './route.ts'
import { keptAt, siteWords, type Surroundings } from './site.ts'
import type { OpenIncident } from './told-incident.ts'

export interface FaultFacts {
  readonly requestId: string
  /** When it was met, in milliseconds since 1970 UTC. */
  readonly at: number
  readonly surroundings: Surroundings
  /** What was measured. */
  readonly because?: string | undefined
  readonly evidence?: Evidence | undefined
  /** When this visitor should come back; left out where coming back helps nothing. */
  readonly retryAfterMs?: number | undefined
  /** Which process the visitor waits for. */
  readonly waitingFor?: Upstream | undefined
  /** How long this one has lasted, and others before it. */
  readonly lastedMs?: number | undefined
  readonly before?: Lasted | undefined
  /** By which the edge knows this fault again. */
  readonly receipt?: string | undefined
  /** What the status process says of it. */
  readonly incident?: OpenIncident | undefined
  /** Further headers, such as `Allow`. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** A fault for whoever asked: a problem document for a program, a page for a person. */
export async function faultAnswer(fault: FaultId, head: RequestHead, facts: FaultFacts): Promise<Answer> {
  const isPage = asksForPage(head)
  return {
    fault,
    status: statusOf(fault, facts.surroundings),
    headers: {
      ...baseHeaders,
      ...(isPage ? await pageHeaders() : programHeaders),
      'cache-control': 'no-store',
      vary: 'accept',
      'x-request-id': facts.requestId,
      ...(facts.retryAfterMs === undefined ? {} : { 'retry-after': retryAfterSeconds(facts.retryAfterMs) }),
      ...facts.headers,
    },
    body: isPage ? pageOf(fault, head, facts) : JSON.stringify(problemDocument(fault, head, facts)),
  }
}

/** Whether a person will read the answer. Nobody reads the answer to something that was to be changed: a program does. */
export function asksForPage({ method, header }: RequestHead): boolean {
  return (method === 'GET' || method === 'HEAD') && wantsPage(header('accept'))
}

/** Members that are not known stay undefined, and so do not reach the wire. */
export function problemDocument(fault: FaultId, head: RequestHead, facts: FaultFacts): Problem {
  const { requestId, because, evidence, retryAfterMs, receipt, surroundings, incident } = facts
  const status = statusOf(fault, surroundings)
  const number = status === faults[fault].status ? undefined : faults[fault].status
  const kept = keptAt(fault, surroundings, { method: head.method, evidence })
  const details = { instance: head.path, because, evidence, retryAfterMs, requestId, receipt }
  return problem(fault, { ...details, members: { status, number, kept, incident: incident?.id } })
}

function statusOf(fault: FaultId, { isBehindCdn }: Surroundings): number {
  const { status } = faults[fault]
  return isBehindCdn && status > 500 ? 503 : status
}

function pageOf(fault: FaultId, head: RequestHead, facts: FaultFacts): string {
  const {
    requestId,
    at,
    because,
    evidence,
    retryAfterMs,
    waitingFor,
    surroundings,
    lastedMs = 0,
    before,
    receipt,
    incident,
  } = facts
  const waiting =
    waitingFor === undefined || retryAfterMs === undefined ? undefined : { ready: readyPath(waitingFor), retryAfterMs }
  const kept = keptAt(fault, surroundings, { method: head.method, evidence })
  const site = siteWords(surroundings, head.header('host'))
  return faultPage({
    fault,
    requestId,
    at,
    address: head.path,
    site,
    kept,
    because,
    evidence,
    lastedMs,
    before,
    incident,
    waiting,
    receipt,
  })
}
