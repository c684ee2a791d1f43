import type { Answer } from './answer.ts'
import { asksForPage } from './fault-answer.ts'
import { waitingPage } from './page/waiting-page.ts'
import { baseHeaders, pageHeaders } from './page-policy.ts'
import type { Waits } from './recovery/gate.ts'
import type { RequestHead } from './request-head.ts'
import { retryAfterSeconds } from './retry-after.ts'
import { placePath } from './route.ts'
import { siteWords, type Surroundings } from './site.ts'

export interface WaitFacts {
  readonly requestId: string
  readonly surroundings: Surroundings
  readonly now: number
}

/** The waiting room: a page for a person, the reference's JSON contract for a program. The cookie keeps the place. */
export async function waitingAnswer(waits: Waits, head: RequestHead, facts: WaitFacts): Promise<Answer> {
  const isPage = asksForPage(head)
  return {
    status: 503,
    headers: {
      ...baseHeaders,
      ...(isPage ? await pageHeaders() : { 'content-type': 'application/json' }),
      'cache-control': 'no-store',
      vary: 'accept, cookie',
      'x-request-id': facts.requestId,
      'retry-after': retryAfterSeconds(waits.retryAfterMs),
      'set-cookie': waits.cookie,
    },
    body: isPage ? pageOf(waits, head, facts) : JSON.stringify(documentOf(waits, facts)),
  }
}

function pageOf({ place, etaMs, retryAfterMs }: Waits, head: RequestHead, { surroundings }: WaitFacts): string {
  const site = siteWords(surroundings, head.header('host'))
  return waitingPage({ place, etaMs, site, waiting: { ready: placePath, retryAfterMs } })
}

/** Programs that know Cloudflare's waiting room read this one, too; place and milliseconds are ours. */
function documentOf({ place, etaMs, retryAfterMs }: Waits, { now, requestId }: WaitFacts): object {
  const minutes = etaMs === undefined ? 0 : Math.max(1, Math.ceil(etaMs / 60_000))
  return {
    cfWaitingRoom: {
      inWaitingRoom: true,
      waitTime: minutes,
      waitTimeKnown: etaMs !== undefined,
      waitTimeFormatted: etaMs === undefined ? 'unknown' : minutes === 1 ? '1 minute' : `${minutes} minutes`,
      queueIsFull: false,
      queueAll: false,
      lastUpdated: new Date(now).toISOString(),
      refreshIntervalSeconds: Math.max(1, Math.ceil(retryAfterMs / 1000)),
    },
    place,
    etaMs,
    retryAfterMs,
    requestId,
  }
}
