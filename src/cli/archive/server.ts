import { problemSchema } from '#protocol/problem.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { addressesOf } from '../process/addresses.ts'
import type { Settings } from '../config/settings.ts'

/** Why a call was not answered as it should be: a sentence for a person at a terminal. */
export interface CallFailure {
  readonly says: string
  /** The server may be there again in a moment. */
  readonly isPassing: boolean
}

export type Call = (path: string, init?: RequestInit) => Promise<Outcome<Response, CallFailure>>

/** Calls the server that runs with these settings. */
export function callServer(settings: Settings): Call {
  const { origin } = addressesOf(settings)
  return async function call(path, init) {
    try {
      const response = await fetch(origin + path, init)
      return response.ok ? ok(response) : fail(await refusalOf(response))
    } catch (error) {
      return fail({ says: notThere(origin, error), isPassing: true })
    }
  }
}

async function refusalOf(response: Response): Promise<CallFailure> {
  const isPassing = response.status === 503
  const body: unknown = await response.json().catch(() => undefined)
  const problem = problemSchema.safeParse(body)
  if (!problem.success)
    return { says: `The server answered with status ${response.status}, and no word why.`, isPassing }
  const { title, because, detail, fault } = problem.data
  return { says: `${title}${because === undefined ? '' : ` (${because})`}. ${detail} [${fault}]`, isPassing }
}

function notThere(origin: string, error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
  return `No Holdfast server answers at ${origin} (${cause}): start it with \`holdfast up\`, or name its port with --server-port.`
}
