import type { Socket } from 'node:net'
import type { Attempt } from '#protocol/case.ts'
import type { Clock } from '#shared/clock.ts'
import { isByCdn } from '../cdn.ts'
import type { Asked, Patience, Tried } from '../looking.ts'
import { connected } from './connect.ts'
import { exchanged, type Answered } from './exchange.ts'
import { secured } from './secure.ts'

export interface AttemptMeans {
  readonly clock: Clock
  /** Authorities to believe besides those that Node knows, as PEM. */
  readonly ca: readonly string[] | undefined
}

/** One attempt at one literal address, phase by phase, each with a time of its own. */
export async function attempt(asked: Asked, patience: Patience, means: AttemptMeans): Promise<Tried> {
  const { clock } = means
  const begun = clock.now()
  const opened = await open(asked, patience, means)
  if (!opened.ok) return { attempt: { ...opened.seen, tookMs: clock.now() - begun }, isByCdn: false }
  const answer = await exchanged(opened.socket, asked, { clock, atMostMs: patience.readMs })
  const location = answer.headers.location
  return {
    attempt: { ...opened.seen, ...answerOf(answer, clock), tookMs: clock.now() - begun },
    isByCdn: isByCdn(answer.headers),
    ...(location === undefined ? {} : { location }),
  }
}

export type Opened =
  | { readonly ok: true; readonly socket: Socket; readonly seen: Attempt }
  | { readonly ok: false; readonly seen: Attempt }

/** A connection on which a request can be sent, with TLS where that is asked for. */
export async function open(asked: Asked, patience: Patience, { clock, ca }: AttemptMeans): Promise<Opened> {
  const { address, port, isTls } = asked
  const begun = clock.now()
  const base: Attempt = { at: new Date(begun).toISOString(), address, port, tls: isTls }
  const connection = await connected(asked, patience.connectMs, clock)
  const connectMs = clock.now() - begun
  if (!connection.ok) return { ok: false, seen: { ...base, phase: 'connect', connectMs, ...wordsOf(connection) } }
  if (!isTls) return { ok: true, socket: connection.value, seen: { ...base, connectMs } }
  const host = hostnameOf(asked.host)
  const secure = await secured(connection.value, { clock, atMostMs: patience.tlsMs, host, ca })
  const tlsMs = clock.now() - begun - connectMs
  const seen = { ...base, connectMs, tlsMs }
  if (!secure.ok) return { ok: false, seen: { ...seen, phase: 'tls', ...wordsOf(secure) } }
  const { socket, certificate, distrust } = secure.value
  const proven = certificate === undefined ? seen : { ...seen, certificate }
  if (distrust === undefined) return { ok: true, socket, seen: proven }
  socket.destroy()
  return { ok: false, seen: { ...proven, phase: 'certificate', code: distrust } }
}

function wordsOf({
  code,
  message,
}: {
  readonly code: string
  readonly message: string
}): Pick<Attempt, 'code' | 'message'> {
  return { code, message: message.slice(0, 400) }
}

function hostnameOf(host: string): string {
  return new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '')
}

function answerOf({ status, headers, firstByteMs, sizeBytes, failure, bodyStart }: Answered, clock: Clock): Attempt {
  const server = [headers['server']].flat()[0]
  const { date } = headers
  const mitigated = headers['cf-mitigated']
  const ahead = date === undefined ? Number.NaN : Date.parse(date) - clock.now()
  return {
    phase: failure === undefined ? 'done' : 'http',
    sizeBytes,
    ...(status === undefined ? {} : { status }),
    ...(status === 530 ? subStatusOf(bodyStart) : {}),
    ...(firstByteMs === undefined ? {} : { firstByteMs }),
    ...(server === undefined ? {} : { server: server.slice(0, 200) }),
    ...(typeof mitigated === 'string' ? { mitigated } : {}),
    ...(Number.isFinite(ahead) ? { clockAheadMs: ahead } : {}),
    ...(failure === undefined ? {} : wordsOf(failure)),
  }
}

/** A 530 says more in its body: a number of the 1xxx family, as text, as JSON or on a page. */
function subStatusOf(body: string): Pick<Attempt, 'subStatus'> {
  const found = /error[ _-]?code"?:? *"?(1\d\d\d)\b/i.exec(body) ?? /\bError (1\d\d\d)\b/.exec(body)
  return found === null ? {} : { subStatus: Number(found[1]) }
}
