import { problemSchema } from '#protocol/problem.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Settings } from '../config/settings.ts'
import { addressesOf } from './addresses.ts'

export interface StatusCall {
  readonly path: string
  /** Sent as JSON, by POST. */
  readonly body?: unknown
  readonly method?: 'DELETE'
}

/** Asks the status process that runs with these settings, as its operator. The error is a sentence for a person. */
export async function callStatus(
  settings: Settings,
  { path, body, method }: StatusCall,
): Promise<Outcome<unknown, string>> {
  const { status } = addressesOf(settings)
  const { statusToken: token } = settings
  const headers = { ...(token !== null && { authorization: `Bearer ${token}` }), 'content-type': 'application/json' }
  const sent = body === undefined ? { method: method ?? 'GET' } : { method: 'POST', body: JSON.stringify(body) }
  try {
    const response = await fetch(new URL(path, status), { ...sent, headers })
    const answer: unknown = await response.json().catch(() => undefined)
    return response.ok ? ok(answer) : fail(refusalIn(answer, response.status))
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    return fail(
      `No status process answers at ${status} (${cause}): start it with \`holdfast up\`, or name where it is with --status-url.`,
    )
  }
}

function refusalIn(answer: unknown, status: number): string {
  const problem = problemSchema.safeParse(answer)
  if (!problem.success) return `The status process answered with status ${status}, and no word why.`
  const { title, because, detail, fault } = problem.data
  return `${title}${because === undefined ? '' : ` (${because})`}. ${detail} [${fault}]`
}
