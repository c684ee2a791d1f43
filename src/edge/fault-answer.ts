import { faults, type FaultId } from '#protocol/faults.ts'
import { problem, problemType } from '#protocol/problem.ts'
import { wantsPage } from './accepts.ts'
import type { Answer } from './answer.ts'
import { faultPage } from './fault-page.ts'
import { faultPageScript } from './fault-page-script.ts'
import { faultPageStyle } from './fault-page-style.ts'
import { baseHeaders, policyHash, selfContainedPolicy } from './page-policy.ts'
import type { RequestHead } from './request-head.ts'
import { retryAfterSeconds } from './retry-after.ts'
import { readyPath, type Upstream } from './route.ts'

export interface FaultFacts {
  readonly requestId: string
  /** When it was met, in milliseconds since 1970 UTC. */
  readonly at: number
  /** What was measured. */
  readonly because?: string | undefined
  /** When this visitor should come back; left out where coming back helps nothing. */
  readonly retryAfterMs?: number | undefined
  /** Which process the visitor waits for. */
  readonly waitingFor?: Upstream | undefined
  /** Further headers, such as `Allow`. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** A fault for whoever asked: a problem document for a program, a page for a person. */
export async function faultAnswer(fault: FaultId, head: RequestHead, facts: FaultFacts): Promise<Answer> {
  const isPage = (head.method === 'GET' || head.method === 'HEAD') && wantsPage(head.header('accept'))
  return {
    status: faults[fault].status,
    headers: {
      ...baseHeaders,
      ...(isPage ? await pageHeaders() : programHeaders),
      'cache-control': 'no-store',
      vary: 'accept',
      'x-request-id': facts.requestId,
      ...(facts.retryAfterMs === undefined ? {} : { 'retry-after': retryAfterSeconds(facts.retryAfterMs) }),
      ...facts.headers,
    },
    body: isPage ? pageOf(fault, facts) : documentOf(fault, head, facts),
  }
}

const programHeaders = {
  'content-type': problemType,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

let policy: Promise<string> | undefined

async function pageHeaders(): Promise<Record<string, string>> {
  policy ??= pagePolicy()
  return { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': await policy }
}

async function pagePolicy(): Promise<string> {
  return selfContainedPolicy({ style: await policyHash(faultPageStyle), script: await policyHash(faultPageScript) })
}

function documentOf(fault: FaultId, head: RequestHead, { requestId, because, retryAfterMs }: FaultFacts): string {
  return JSON.stringify(problem(fault, { instance: head.path, because, retryAfterMs, requestId }))
}

function pageOf(fault: FaultId, { requestId, at, because, retryAfterMs, waitingFor }: FaultFacts): string {
  const waiting =
    waitingFor === undefined || retryAfterMs === undefined ? undefined : { ready: readyPath(waitingFor), retryAfterMs }
  return faultPage({ fault, requestId, at, because, waiting })
}
