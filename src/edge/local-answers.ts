import type { FaultId } from '#protocol/faults.ts'
import type { Health } from '#protocol/health.ts'
import type { Chance } from '#shared/clock.ts'
import type { Answer } from './answer.ts'
import { readable, type Decision } from './decide.ts'
import { faultAnswer } from './fault-answer.ts'
import type { Outages } from './outages.ts'
import { baseHeaders, shellPolicy } from './page-policy.ts'
import type { AskReady } from './readiness.ts'
import type { RequestHead } from './request-head.ts'
import { retryAfterMs } from './retry-after.ts'
import type { Upstream } from './route.ts'
import type { Shell } from './shell.ts'

export interface LocalMeans {
  readonly shell: Shell
  readonly health: () => Health
  readonly askReady: AskReady
  readonly outages: Outages
  readonly now: () => number
  readonly chance: Chance
}

/** What the edge says by itself, without anybody behind it. */
export class LocalAnswers {
  readonly #means: LocalMeans

  constructor(means: LocalMeans) {
    this.#means = means
  }

  /** The answer to everything that is not forwarded. */
  async answer(decision: Exclude<Decision, { do: 'forward' }>, head: RequestHead, requestId: string): Promise<Answer> {
    if (decision.do === 'refuse') return this.#refusal(decision.fault, head, requestId)
    switch (decision.with.to) {
      case 'health':
        return json(200, this.#means.health(), requestId)
      case 'ready':
        return this.#readiness(decision.with.of, head, requestId)
      case 'shell':
        return this.#file(decision.with.file, head, requestId)
    }
  }

  /** The answer when a process behind the edge could not be asked. */
  async failure(of: Upstream, fault: FaultId, because: string, head: RequestHead, requestId: string): Promise<Answer> {
    const { outages, now, chance } = this.#means
    outages.noteFailure(of, now())
    return faultAnswer(of === 'status' ? 'status-unreachable' : fault, head, {
      requestId,
      at: now(),
      because,
      retryAfterMs: retryAfterMs(outages.lastedMs(of, now()), chance),
      waitingFor: of,
    })
  }

  async #readiness(of: Upstream, head: RequestHead, requestId: string): Promise<Answer> {
    const asked = await this.#means.askReady(of)
    if (!asked.ok) return this.failure(of, asked.error.fault, asked.error.because, head, requestId)
    this.#means.outages.noteAnswer(of)
    return {
      status: 204,
      headers: { ...baseHeaders, 'cache-control': 'no-store', 'x-request-id': requestId },
      body: null,
    }
  }

  async #file(file: string, head: RequestHead, requestId: string): Promise<Answer> {
    const { shell } = this.#means
    const found = await shell(file, head)
    if (found !== undefined) {
      const policy = file.endsWith('.html') ? { 'content-security-policy': shellPolicy } : {}
      return { ...found, headers: { ...baseHeaders, ...policy, ...found.headers, 'x-request-id': requestId } }
    }
    return this.#refusal(file === 'index.html' ? 'shell-missing' : 'not-found', head, requestId)
  }

  #refusal(fault: FaultId, head: RequestHead, requestId: string): Promise<Answer> {
    const headers = fault === 'method-not-allowed' ? { allow: readable.join(', ') } : undefined
    return faultAnswer(fault, head, { requestId, at: this.#means.now(), headers })
  }
}

function json(status: number, body: unknown, requestId: string): Answer {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-request-id': requestId }
  return { status, headers: { ...baseHeaders, ...headers }, body: JSON.stringify(body) }
}
