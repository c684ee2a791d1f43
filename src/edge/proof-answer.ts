import { problem } from '#protocol/problem.ts'
import type { Answer } from './answer.ts'
import { asksForPage, type FaultFacts } from './fault-answer.ts'
import type { ProofWanted } from './floods/newcomers.ts'
import { proofPage } from './page/proof-page.ts'
import { proofScript } from './page/proof-script.ts'
import { baseHeaders, pageHeaders, programHeaders } from './page-policy.ts'
import type { RequestHead } from './request-head.ts'
import { retryAfterSeconds } from './retry-after.ts'
import { proofPath } from './route.ts'
import { keptAt, siteWords } from './site.ts'

type Facts = Pick<FaultFacts, 'requestId' | 'surroundings'>

/** What a newcomer is told while there are far too many: a page that waits and computes, or all that a program needs for either. */
export async function proofAnswer(wanted: ProofWanted, head: RequestHead, facts: Facts): Promise<Answer> {
  const isPage = asksForPage(head)
  return {
    status: 503,
    headers: {
      ...baseHeaders,
      ...(isPage ? await pageHeaders(proofScript) : programHeaders),
      'cache-control': 'no-store',
      vary: 'accept, cookie',
      'x-request-id': facts.requestId,
      'retry-after': retryAfterSeconds(wanted.retryAfterMs),
      'set-cookie': wanted.cookie,
    },
    body: isPage ? pageOf(wanted, head, facts) : JSON.stringify(documentOf(wanted, head, facts)),
    fault: 'proof-wanted',
  }
}

const answer = `${proofPath}?solution=`

function pageOf({ sum, retryAfterMs }: ProofWanted, head: RequestHead, { surroundings }: Facts): string {
  const waiting = { ready: proofPath, retryAfterMs }
  return proofPage({ sum: JSON.stringify(sum), answer, site: siteWords(surroundings, head.header('host')), waiting })
}

function documentOf({ sum, because, retryAfterMs }: ProofWanted, head: RequestHead, facts: Facts): object {
  const kept = keptAt('proof-wanted', facts.surroundings, { method: head.method })
  const members = { kept, proof: { challenge: sum, answer } }
  return problem('proof-wanted', { requestId: facts.requestId, instance: head.path, because, retryAfterMs, members })
}
