import { isIP, type Socket } from 'node:net'
import { checkServerIdentity, connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'
import type { Attempt } from '#protocol/case.ts'
import type { Clock } from '#shared/clock.ts'
import { step, until, type Stepped } from './step.ts'

export interface Secured {
  readonly socket: TLSSocket
  readonly certificate: Attempt['certificate']
  /** Why the certificate is not to be believed; undefined when it is. */
  readonly distrust: string | undefined
}

export interface SecureOptions {
  readonly clock: Clock
  readonly atMostMs: number
  /** The name to ask for. */
  readonly host: string
  /** Authorities to believe besides those that Node knows, as PEM. */
  readonly ca: readonly string[] | undefined
}

/** TLS over a connection. The certificate is always read first and judged then, so that a bad one can be described. */
export async function secured(socket: Socket, options: SecureOptions): Promise<Stepped<Secured>> {
  const { clock, atMostMs, host, ca } = options
  const secure = connect({
    socket,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
    // Without a name to ask for Node compares with `localhost`; whose it must be is judged below, by the site's own address.
    checkServerIdentity: () => undefined,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca: [...ca] }),
  })
  const outcome = await step<TLSSocket>({
    clock,
    atMostMs,
    onSilence: 'PROBE_TLS_TIMEOUT',
    begin: until(secure, 'secureConnect'),
  })
  secure.on('error', () => secure.destroy())
  if (!outcome.ok) {
    secure.destroy()
    // Node gives an end in order the code of a reset.
    const isEnd = outcome.message.startsWith('Client network socket disconnected')
    return isEnd ? { ...outcome, code: 'PROBE_TLS_CLOSED' } : outcome
  }
  const peer = secure.getPeerCertificate(true)
  return {
    ok: true,
    value: { socket: secure, certificate: described(peer), distrust: distrustOf(secure, { peer, host }) },
  }
}

function distrustOf(
  secure: TLSSocket,
  { peer, host }: { peer: DetailedPeerCertificate; host: string },
): string | undefined {
  // `authorizationError` is an error by its types and the code alone in truth.
  const error: unknown = secure.authorizationError
  if (!secure.authorized) return error instanceof Error ? codeOf(error) : String(error)
  const misnamed = checkServerIdentity(host, peer)
  return misnamed === undefined ? undefined : codeOf(misnamed)
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}

function described(peer: DetailedPeerCertificate): Attempt['certificate'] {
  if (peer.raw === undefined) return {}
  const names = peer.subjectaltname?.split(', ').map((name) => name.replace(/^(DNS|IP Address):/, ''))
  return {
    subject: textOf(peer.subject.CN),
    issuer: textOf(peer.issuer.CN),
    from: isoOf(peer.valid_from),
    until: isoOf(peer.valid_to),
    fingerprint: peer.fingerprint256,
    ...(names === undefined ? {} : { names }),
  }
}

function textOf(name: string | readonly string[] | undefined): string {
  return typeof name === 'string' ? name : (name?.join(', ') ?? '')
}

function isoOf(moment: string): string {
  const at = new Date(moment)
  return Number.isNaN(at.getTime()) ? moment : at.toISOString()
}
