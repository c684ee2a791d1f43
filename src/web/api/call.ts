import type * as z from 'zod/mini'
import type { Problem } from '#protocol/problem.ts'
import { pageProblem } from '#protocol/problem.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Means } from '../means.ts'
import { troubleOf, troubleWithoutAnswer } from './trouble.ts'

export interface Call<T> {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  /** Bytes go as they are, anything else as JSON. */
  readonly body?: unknown
  readonly answer: z.ZodMiniType<T>
}

// Long enough for a slow phone network, short enough to try again before a person gives up.
const patienceMs = 20_000

/** One request to the server: its answer, or the fault that kept it from coming. */
export async function call<T>(means: Means, request: Call<T>): Promise<Outcome<T, Problem>> {
  const outcome = await ask(means, request)
  if (!outcome.ok) means.sightings.saw(outcome.error, request.path)
  return outcome
}

async function ask<T>(
  { fetch, clock, isOnline, sightings }: Means,
  { method = 'GET', path, body, answer }: Call<T>,
): Promise<Outcome<T, Problem>> {
  const giveUp = new AbortController()
  const cancel = clock.after(patienceMs, () => giveUp.abort())
  try {
    const response = await fetch(path, { method, signal: giveUp.signal, ...bodyOf(body) })
    if (!response.ok) return fail(await troubleOf(response))
    sightings.heard(response)
    const parsed = answer.safeParse(response.status === 204 ? null : await response.json())
    if (parsed.success) return ok(parsed.data)
    return fail(pageProblem('origin-broken', { because: `${path} answered in a form this page does not know` }))
  } catch (error) {
    const because = giveUp.signal.aborted ? `no answer in ${patienceMs} ms` : String(error)
    return fail(troubleWithoutAnswer(isOnline(), because))
  } finally {
    cancel()
  }
}

function bodyOf(body: unknown): RequestInit {
  if (body === undefined) return {}
  if (body instanceof ArrayBuffer) return { body, headers: { 'content-type': 'application/octet-stream' } }
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}
