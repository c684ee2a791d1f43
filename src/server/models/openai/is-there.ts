import type { RemoteBackend } from '#protocol/backends.ts'
import type { Clock } from '#shared/clock.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { get } from '../get.ts'
import type { BackendFailure } from '../port.ts'
import { failureOf, refusalOf } from './failure.ts'

// The status process gives the server 2.5 s for its answer, of which this is a part.
const patienceMs = 2_000

/** Asks a model server for its list of models, which costs it nothing. The error is what came instead. */
export async function isThere(
  { baseURL, apiKey }: RemoteBackend,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Outcome<null, BackendFailure>> {
  const wording = { now: clock.now, apiKey }
  const answer = await get(`${baseURL.replace(/\/+$/, '')}/models`, { clock, signal, apiKey, limitMs: patienceMs })
  if (!answer.ok) return fail(failureOf(answer.error, wording))
  const { status, text } = answer.value
  // Not every server has the list, and it is there all the same when it says so itself.
  if (status < 400 || status === 404 || status === 405) return ok(null)
  return fail(refusalOf({ status, message: text }, wording))
}
