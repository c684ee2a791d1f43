import type { FaultId } from '#protocol/faults.ts'
import { healthSchema } from '#protocol/health.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { classify, type Observation } from './classify.ts'
import type { Upstream } from './route.ts'

/** Why a process behind the edge is not ready. */
export interface Unready {
  readonly fault: FaultId
  readonly because: string
}

/** Asks a process behind the edge whether it is ready. */
export type AskReady = (of: Upstream) => Promise<Outcome<null, Unready>>

const freshForMs = 250

/** Lets everybody who waits share one question: however many pages ask, a process is asked four times a second at most. */
export function sharedReadiness(ask: AskReady, now: () => number): AskReady {
  const latest = new Map<Upstream, { readonly at: number; readonly answer: ReturnType<AskReady> }>()
  return function askReady(of) {
    const known = latest.get(of)
    if (known !== undefined && now() - known.at < freshForMs) return known.answer
    const answer = ask(of)
    latest.set(of, { at: now(), answer })
    return answer
  }
}

/** What the body of a `/healthz` says about readiness. */
export function readinessOf(body: string): Outcome<null, Unready> {
  const health = healthSchema.safeParse(parsed(body))
  if (!health.success)
    return fail({ fault: 'origin-broken', because: 'what answers there is not a process of Holdfast' })
  // One that only reads answers all the same, and says itself what it cannot take.
  if (health.data.state !== 'draining') return ok(null)
  return fail({ fault: 'server-draining', because: `the ${health.data.process} process says that it is draining` })
}

export function unready(observation: Observation, because: string): Outcome<null, Unready> {
  return fail({ fault: classify(observation), because })
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined // Something else answers there, and the schema says so.
  }
}
