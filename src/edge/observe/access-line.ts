import type { Phase } from '#protocol/evidence.ts'
import type { FaultId } from '#protocol/faults.ts'
import { patternOf } from '../path-pattern.ts'
import type { Upstream } from '../route.ts'
import type { Ending } from './account.ts'
import type { Ended } from './observing.ts'
import type { RouteClass } from './route-class.ts'
import { rayOf, traceIdOf } from './trace-ids.ts'

/**
 * What the access log says of one request, when it has ended. Nothing of what a person wrote, no query, no cookie and no key;
 * of a path only what does not name one thing among its like. Times are milliseconds.
 */
export interface AccessLine {
  readonly requestId: string
  /** Of the `traceparent` that came along (W3C Trace Context). */
  readonly traceId: string | undefined
  /** The id that Cloudflare gave it. */
  readonly ray: string | undefined
  readonly client: string | undefined
  readonly method: string
  readonly route: RouteClass
  readonly path: string
  /** Undefined where the visitor left before there was one. */
  readonly status: number | undefined
  readonly ended: Ending
  readonly fault: FaultId | undefined
  /** How far the way had come on which the fault was met. */
  readonly failedIn: Phase | undefined
  /** Which process behind the edge was asked. */
  readonly to: Upstream | undefined
  readonly tookMs: number
  readonly phasesMs: Readonly<Partial<Record<Phase, number>>>
  /** Of bodies; undefined where the runtime carries them and does not say. */
  readonly bytesIn: number | undefined
  readonly bytesOut: number | undefined
}

/** Where access lines go. */
export type AccessLog = (line: AccessLine) => void

export function accessLineOf({ account, ending, tookMs }: Ended): AccessLine {
  const { facts, to, fault, failedIn, status, phasesMs, sizeInBytes, sizeOutBytes } = account
  const { requestId, route, client, head } = facts
  const isCounted = ending !== 'passed'
  return {
    requestId,
    traceId: traceIdOf(head.header('traceparent')),
    ray: rayOf(head.header('cf-ray')),
    client,
    method: head.method,
    route,
    path: patternOf(head.path),
    status,
    ended: ending,
    fault,
    failedIn,
    to,
    tookMs,
    phasesMs,
    bytesIn: isCounted ? sizeInBytes : undefined,
    bytesOut: isCounted ? sizeOutBytes : undefined,
  }
}
