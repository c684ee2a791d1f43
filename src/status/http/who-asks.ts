import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FaultId } from '#protocol/faults.ts'
import { isLoopback, isLoopbackAuthority, originFault } from '#protocol/origin-check.ts'
import type { Route } from './route.ts'

export interface Doors {
  /** The page's public address; null while it is for this machine alone. */
  readonly publicUrl: string | null
  /** The edge's address: from there the app may ask some things, too. */
  readonly edge?: string
  /** What proves an operator from anywhere; null when nothing does. */
  readonly token: string | null
}

/** Whoever asks, as far as the connection and those in front of us on this machine tell. */
export interface Asker {
  readonly address: string
  readonly isDirect: boolean
}

export function askerOf({ headers, socket }: IncomingMessage): Asker {
  const peer = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  const claimed = headers['x-forwarded-for']
  const isDirect =
    claimed === undefined && headers['x-forwarded-proto'] === undefined && headers.forwarded === undefined
  // Only the edge, or a proxy on this machine, is believed; it adds the address that it saw as the last one.
  const last = isLoopback(peer)
    ? String(claimed ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : ''
  return { address: last === undefined || last === '' ? peer : last.slice(0, 64), isDirect }
}

/** Why a request may not come in; undefined when it may. */
export function refusalOf(request: IncomingMessage, route: Route | undefined, doors: Doors): FaultId | undefined {
  const { method = 'GET', headers } = request
  const site = headers['sec-fetch-site']
  const asked = {
    method,
    host: headers.host,
    origin: headers.origin,
    site: typeof site === 'string' ? site : site?.[0],
  }
  if (!answersTo(headers.host, doors)) return 'wrong-host'
  // The name is one of ours; what is left to ask is which page sent it.
  const refused = originFault(asked)
  const isOwnName = refused === 'wrong-host'
  const crossSite = isOwnName && !sameSite(asked) ? 'cross-site' : isOwnName ? undefined : refused
  if (crossSite !== undefined && !isAppAsking(request, route, doors)) return crossSite
  return route?.who === 'operator' && !isOperator(request, doors) ? 'operator-only' : undefined
}

function answersTo(host: string | undefined, { publicUrl }: Doors): boolean {
  return isLoopbackAuthority(host) || (publicUrl !== null && new URL(publicUrl).host === host?.toLowerCase())
}

function sameSite({ method, host, origin, site }: Parameters<typeof originFault>[0]): boolean {
  if (method === 'GET' || method === 'HEAD') return true
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  if (origin === 'null') return site === 'same-origin'
  return origin === undefined || origin.replace(/^https?:\/\//, '') === host
}

/** Whether the app asks from the page that the edge has given it. */
export function isAppAsking({ headers }: IncomingMessage, route: Route | undefined, { edge }: Doors): boolean {
  if (route?.from !== 'edge' || edge === undefined || headers.origin === undefined) return false
  if (headers.origin === new URL(edge).origin) return true
  // On this machine people write `localhost` as well as `127.0.0.1`.
  return URL.canParse(headers.origin) && isSameLoopback(new URL(headers.origin), new URL(edge))
}

function isSameLoopback(one: URL, other: URL): boolean {
  return one.port === other.port && isLoopbackAuthority(one.host) && isLoopbackAuthority(other.host)
}

/**
 * Whether the operator asks: by the token, or, while the page has no public address, from this machine and not through
 * anything. With a public address a proxy in front of us makes every visitor look like this machine.
 */
export function isOperator(request: IncomingMessage, doors: Doors): boolean {
  const { token, publicUrl } = doors
  const given = tokenIn(request.headers.authorization ?? '')
  if (given !== undefined) return token !== null && isSame(given, token)
  const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  return (
    publicUrl === null && isLoopback(peer) && isLoopbackAuthority(request.headers.host) && askerOf(request).isDirect
  )
}

/** As a program sends it, or as the password that a browser has asked for. */
function tokenIn(authorization: string): string | undefined {
  const bearer = /^Bearer (.+)$/i.exec(authorization)?.[1]
  if (bearer !== undefined) return bearer
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1]
  return basic === undefined
    ? undefined
    : Buffer.from(basic, 'base64')
        .toString('utf8')
        .replace(/^[^:]*:/, '')
}

/** In a time that tells nothing of where they differ. */
export function isSame(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(token))
}
