import type { Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import { classify, type Observation } from './classify.ts'
import type { EdgeClocks } from './clocks.ts'
import { faultEvent, isOpenEventStream } from './event-stream.ts'
import { responseHeaders } from './forward-headers.ts'
import type { LocalAnswers } from './local-answers.ts'
import { withCookie } from './recovery/place-cookie.ts'
import type { RequestHead } from './request-head.ts'
import type { Upstream } from './route.ts'
import { watchedEvents } from './watched-events.ts'

export interface PassingMeans {
  readonly clock: Pick<Clock, 'after'>
  readonly clocks: Pick<EdgeClocks, 'heartbeatMs' | 'stallMs'>
  readonly local: LocalAnswers
  readonly log: Log
  readonly isOwn: boolean
  /** What an error within an answer amounts to. */
  readonly observeCut: (error: unknown) => Observation
}

export interface PassedTo {
  readonly to: Upstream
  readonly head: RequestHead
  readonly requestId: string
  /** What the visitor is to keep: that they are inside. */
  readonly cookie: string | undefined
}

/**
 * The answer of a process behind the edge as it goes on to the visitor. Event streams are watched on the way. Any other body
 * is left to the runtime, which carries it faster, and which breaks off where the origin does.
 */
export function passedOn(response: Response, visitor: PassedTo, means: PassingMeans): Response {
  // The other protocol begins with this very object.
  if (response.status === 101) return response
  const { requestId, cookie } = visitor
  const headers = responseHeaders([...response.headers].flat(), { requestId, isOwn: means.isOwn, scheme: 'https' })
  const { status, body } = response
  const isWatched = isOpenEventStream((name) => response.headers.get(name) ?? undefined)
  return new Response(isWatched && body !== null ? watched(body, visitor, means) : body, {
    status,
    headers: pairsOf(cookie === undefined ? headers : withCookie(headers, cookie)),
  })
}

function watched(
  body: ReadableStream<Uint8Array>,
  { to, head, requestId }: PassedTo,
  means: PassingMeans,
): ReadableStream<Uint8Array> {
  const { clock, clocks, local, log, observeCut } = means
  return watchedEvents(body, {
    clock,
    clocks,
    onCut(error) {
      const observation = observeCut(error)
      const fault = classify(observation)
      log.warn('answer cut', { requestId, to, fault, ...observation })
      const because = error instanceof Error ? error.message : String(error)
      const evidence = { ...observation, tried: [] }
      return faultEvent(local.problemOf({ of: to, fault, because, evidence }, head, requestId))
    },
  })
}

function pairsOf(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i] ?? '', raw[2 * i + 1] ?? ''])
}
