import { asksForProblem } from '../accepts.ts'
import type { Answer } from '../answer.ts'
import { baseHeaders } from '../page-policy.ts'
import type { RequestHead } from '../request-head.ts'
import { rayOf, traceIdOf } from './trace-ids.ts'

/** What a runtime knows of the connection that a request came by. */
export interface Connection {
  /** Where the runtime says it of each request by itself. */
  readonly scheme?: 'http' | 'https'
  /** As `1.1` or `2.0`; undefined where the runtime does not say. */
  readonly httpVersion: string | undefined
  /** As `TLSv1.3`; undefined where it was not spoken, or the runtime does not say. */
  readonly tls: string | undefined
}

export interface TraceFacts {
  readonly requestId: string
  readonly address: string | undefined
  /** The header field that told the address, where one was believed. */
  readonly believed: string | undefined
  readonly connection: Connection
  readonly scheme: string
  /** Milliseconds since 1970 UTC. */
  readonly now: number
  readonly version: string
}

/** What a request may claim about the way here. */
const claims = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-real-ip',
  'cf-connecting-ip',
  'true-client-ip',
  'via',
  'cdn-loop',
] as const

/**
 * What the edge sees of whoever asks: as lines for a person, as JSON for a program. Whoever asks for help can send it along; it
 * holds no cookie and no key.
 */
export function traceAnswer(head: RequestHead, facts: TraceFacts): Answer {
  const seen = seenOf(head, facts)
  const isJson = asksForProblem(head.header('accept'))
  return {
    status: 200,
    headers: {
      ...baseHeaders,
      'content-type': isJson ? 'application/json' : 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      vary: 'accept',
      'x-request-id': facts.requestId,
    },
    body: isJson ? JSON.stringify({ ...seen.said, notBelieved: seen.notBelieved }) : linesOf(seen),
  }
}

interface Seen {
  readonly said: Readonly<Record<string, string | undefined>>
  /** Header fields that claim something about the way, and are not the one that the edge believes. */
  readonly notBelieved: Readonly<Record<string, string>>
}

function seenOf(
  head: RequestHead,
  { requestId, address, believed, connection, scheme, now, version }: TraceFacts,
): Seen {
  const ray = rayOf(head.header('cf-ray'))
  const said = {
    requestId,
    time: new Date(now).toISOString(),
    zone: 'UTC',
    address,
    scheme: connection.scheme ?? scheme,
    tls: connection.tls ?? 'none',
    http: connection.httpVersion,
    host: short(head.header('host')),
    userAgent: short(head.header('user-agent')),
    traceId: traceIdOf(head.header('traceparent')),
    ray,
    colo: ray?.split('-')[1],
    edge: version,
  }
  const notBelieved: Record<string, string> = {}
  for (const name of claims) {
    const value = short(head.header(name))
    if (value !== undefined && name !== believed) notBelieved[name] = value
  }
  return { said, notBelieved }
}

function short(value: string | undefined): string | undefined {
  return value?.slice(0, 300)
}

function linesOf({ said, notBelieved }: Seen): string {
  const lines = Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
  const others = Object.entries(notBelieved).map(([name, value]) => `${name}=${value} (not believed)`)
  return `${[...lines, ...others].join('\n')}\n`
}
