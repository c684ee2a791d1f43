import { fail, ok } from '#shared/outcome.ts'
import { classify } from '../classify.ts'
import type { Ask } from '../handler.ts'
import { readinessOf, type AskReady } from '../readiness.ts'

/** Asks what is behind the edge whether it is there: a process of Holdfast for its health, another site for anything. */
export function readinessByAsk(ask: Ask, isOwn: boolean): AskReady {
  return async function askReady(of) {
    const asked = isOwn ? await ask(of, '/healthz', {}) : await ask(of, '/', { method: 'HEAD', redirect: 'manual' })
    if (!asked.ok) return fail({ fault: classify(asked.error.observation), because: asked.error.because })
    // What another site means by its answer, a page that is loaded again will show.
    return isOwn ? readinessOf(await asked.value.text()) : ok(null)
  }
}

const freshForMs = 250

/**
 * Lets those who wait share an answer. Not the question, as on Node: whoever waits for what another request has asked is taken
 * by a Worker for one that hangs.
 */
export function rememberedReadiness(ask: AskReady, now: () => number): AskReady {
  const latest = new Map<
    Parameters<AskReady>[0],
    { readonly at: number; readonly answer: Awaited<ReturnType<AskReady>> }
  >()
  return async function askReady(of) {
    const known = latest.get(of)
    if (known !== undefined && now() - known.at < freshForMs) return known.answer
    const answer = await ask(of)
    latest.set(of, { at: now(), answer })
    return answer
  }
}
