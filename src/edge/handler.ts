import type { Outcome } from '#shared/outcome.ts'
import type { Answer } from './answer.ts'
import { classify, type Observation } from './classify.ts'
import { decide } from './decide.ts'
import { requestHeaders, requestIdOf, responseHeaders, type Neighbourhood, type Passage } from './forward-headers.ts'
import type { LocalAnswers } from './local-answers.ts'
import type { Connection } from './observe/trace.ts'
import type { Outages } from './outages.ts'
import { splitTarget, type RequestHead } from './request-head.ts'
import type { Upstream } from './route.ts'

export interface HandlerMeans {
  readonly local: LocalAnswers
  readonly outages: Outages
  readonly neighbourhood: Neighbourhood
  readonly now: () => number
  readonly makeId: () => string
  /** Who holds the other end of the connection, as the runtime knows it. */
  readonly addressOf: (request: Request) => string | undefined
  /** Asks a process behind the edge. `target` is path and query there. */
  readonly ask: (of: Upstream, target: string, init: RequestInit) => Promise<Outcome<Response, Failure>>
}

export interface Failure {
  readonly observation: Observation
  readonly because: string
}

/** The edge as one function, for runtimes that speak web standards. Node goes the same way with its own streams. */
export function edgeHandler(means: HandlerMeans): (request: Request) => Promise<Response> {
  const { local, outages, neighbourhood, now, makeId, addressOf, ask } = means
  return async function handleAtEdge(request) {
    const head = headOf(request)
    const requestId = requestIdOf(head, makeId)
    const decision = decide(head, neighbourhood)
    if (decision.do !== 'forward')
      return responseOf(
        await local.answer(decision, head, { requestId, address: addressOf(request), connection: unknown }),
        head,
      )
    const asked = await ask(
      decision.to,
      decision.target,
      initOf(request, { ...neighbourhood, requestId, from: addressOf(request) }),
    )
    if (!asked.ok) {
      const { observation, because } = asked.error
      const evidence = { ...observation, tried: [] }
      const failed = { of: decision.to, fault: classify(observation), because, evidence }
      return responseOf(await local.failure(failed, head, requestId), head)
    }
    outages.noteAnswer(decision.to, now())
    return passedOn(asked.value, { ...neighbourhood, requestId })
  }
}

/** Web standards do not say how a request came. */
const unknown = (): Connection => ({ httpVersion: undefined, tls: undefined })

function headOf(request: Request): RequestHead {
  return {
    method: request.method,
    ...splitTarget(request.url),
    header: (name) => request.headers.get(name) ?? undefined,
  }
}

function initOf(request: Request, passage: Passage): RequestInit {
  return {
    method: request.method,
    headers: headersOf(requestHeaders([...request.headers].flat(), passage)),
    body: request.body,
    redirect: 'manual',
    // A reader who leaves ends the reading. A turn that has been sent goes on to its end, so that it is not lost.
    ...(request.method === 'GET' || request.method === 'HEAD' ? { signal: request.signal } : {}),
  }
}

function passedOn(response: Response, passage: Omit<Passage, 'from'>): Response {
  const headers = headersOf(responseHeaders([...response.headers].flat(), passage))
  return new Response(response.body, { status: response.status, headers })
}

function headersOf(raw: readonly string[]): Headers {
  const headers = new Headers()
  for (let i = 0; i + 1 < raw.length; i += 2) headers.append(raw[i] ?? '', raw[i + 1] ?? '')
  return headers
}

function responseOf({ status, headers, body }: Answer, head: RequestHead): Response {
  return new Response(head.method === 'HEAD' ? null : body, { status, headers })
}
