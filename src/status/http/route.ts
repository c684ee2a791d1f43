import type { IncomingHttpHeaders } from 'node:http'
import type { FaultId } from '#protocol/faults.ts'
import type { ProblemDetails } from '#protocol/problem.ts'

/** One thing the status process answers. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `/i/:id`; a part that begins with a colon stands for anything without a slash. GET answers HEAD as well. */
  readonly path: string
  /** Who may ask. `anywhere` is for what other sites' pages read too: it never changes anything. Left out: anybody. */
  readonly who?: 'anybody' | 'anywhere' | 'operator'
  /** `edge`: the app may ask from the edge's origin, too, for the time when the edge does not answer. */
  readonly from?: 'edge'
  /** The largest body; none is read where it is left out. */
  readonly bodyLimitBytes?: number
  readonly answer: (asked: Asked) => Answer | Promise<Answer>
}

export interface Asked {
  readonly method: string
  readonly url: URL
  /** What stood in the place of `:name`, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly headers: IncomingHttpHeaders
  readonly body: Uint8Array
  /** Whoever asks: their address as the edge or a proxy on this machine gave it, else that of the connection. */
  readonly client: string
  /** Whether it came by itself, and not through the edge under `/status`. */
  readonly isDirect: boolean
  /** Whether the request itself proves that the operator asks. */
  readonly isOperator: boolean
}

export interface Answer {
  readonly status?: number
  readonly type: string
  readonly body: string | Uint8Array
  /** Besides those that every answer has; the same name takes the place of theirs. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A fault of the catalogue in the place of an answer. */
export interface Refusal {
  readonly fault: FaultId
  readonly details?: ProblemDetails
}

export function json(value: unknown, status = 200): Answer {
  return { status, type: 'application/json', body: JSON.stringify(value) }
}
