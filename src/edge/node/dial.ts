import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Phase } from '#protocol/evidence.ts'
import type { Clock } from '#shared/clock.ts'
import type { Observation } from '../classify.ts'
import { kindOf } from '../kinds.ts'
import type { DialTimes } from '../observe/account.ts'
import type { TlsToOrigin } from '../settings.ts'
import { addressesOf, UnusableAddress } from './addresses.ts'
import { codeOf } from './error-code.ts'
import { overTls } from './over-tls.ts'

/** The way to a process behind the edge. */
export interface Way {
  /** As `http://host:port` or `https://host:port`. */
  readonly address: URL
  /** How long a connection, and after it the handshake of TLS, may take. */
  readonly connectMs: number
  readonly tls: TlsToOrigin
  /** The name server to ask, as `address:port`; null for those of the system. */
  readonly resolver: string | null
}

/**
 * A connection could not be made, and this is how far it came. It travels as an error because node:http takes nothing
 * else from an agent.
 */
export class DialError extends Error {
  readonly observation: Observation
  /** What was tried before the last attempt, in one line each. */
  readonly tried: readonly string[]
  constructor(observation: Observation, because: string, tried: readonly string[]) {
    super(because)
    this.observation = observation
    this.tried = tried
  }
}

/**
 * Opens a connection to a process behind the edge. The name is resolved first and every address is then tried by itself:
 * racing them would report a timeout that the network never sent.
 */
export async function dial(way: Way, clock: Clock): Promise<Socket> {
  const host = way.address.hostname.replace(/^\[|\]$/g, '')
  const tried: string[] = []
  let failure: DialError | undefined
  const from = clock.now()
  const ips = await resolved(host, way, clock)
  const resolvedAt = clock.now()
  for (const ip of ips) {
    try {
      const socket = await connected(ip, way, clock)
      const connectedAt = clock.now()
      const isSecure = way.address.protocol === 'https:'
      const ready = isSecure ? await secured(socket, host, { way, clock }) : socket
      const tls = isSecure ? clock.now() - connectedAt : undefined
      times.set(ready, { dns: resolvedAt - from, connect: connectedAt - resolvedAt, tls })
      return ready
    } catch (error) {
      if (!(error instanceof DialError)) throw error
      if (failure !== undefined) tried.push(failure.message)
      failure = worse(failure, error)
    }
  }
  if (failure === undefined) throw new Error('a name without addresses is an error of its own')
  throw new DialError(failure.observation, failure.message, tried)
}

const times = new WeakMap<Duplex, DialTimes>()

/** How long a connection took to open. `connect` holds the addresses that were tried before, too. */
export function dialTimesOf(socket: Duplex): DialTimes | undefined {
  return times.get(socket)
}

/** The last address has the last word, unless it never left this machine: that says nothing about the other one. */
function worse(before: DialError | undefined, after: DialError): DialError {
  return before !== undefined && after.observation.kind === 'refused-here' ? before : after
}

async function resolved(host: string, { resolver }: Way, clock: Clock): Promise<readonly string[]> {
  const from = clock.now()
  try {
    return await addressesOf(host, resolver)
  } catch (error) {
    const unusable = error instanceof UnusableAddress ? { kind: 'unusable' as const } : {}
    throw dialError('dns', error, { tookMs: clock.now() - from, ...unusable })
  }
}

function connected(ip: string, { address, connectMs }: Way, clock: Clock): Promise<Socket> {
  const port = Number(address.port || (address.protocol === 'https:' ? 443 : 80))
  const socket = connect({ host: ip, port, ...options })
  return opened(socket, { phase: 'connect', ready: 'connect', clock, atMostMs: connectMs })
}

const options = { autoSelectFamily: false, noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 }

function secured(socket: Socket, host: string, { way, clock }: { way: Way; clock: Clock }): Promise<Socket> {
  const secure = overTls(socket, way.tls, way.tls.serverName ?? host)
  return opened(secure, { phase: 'tls', ready: 'secureConnect', clock, atMostMs: way.connectMs })
}

interface Opening {
  readonly phase: 'connect' | 'tls'
  readonly ready: 'connect' | 'secureConnect'
  readonly clock: Clock
  readonly atMostMs: number
}

function opened(socket: Socket, { phase, ready, clock, atMostMs }: Opening): Promise<Socket> {
  const from = clock.now()
  return new Promise((resolve, reject) => {
    const failed = (error: unknown): void => {
      cancel()
      // What else goes wrong while it is taken down is of no interest.
      socket.on('error', () => socket.destroy())
      socket.destroy()
      reject(dialError(phase, error, { tookMs: clock.now() - from }))
    }
    const cancel = clock.after(atMostMs, () => failed(new SilenceError(`nothing came back within ${atMostMs} ms`)))
    socket.once('error', failed)
    socket.once(ready, () => {
      cancel()
      socket.off('error', failed)
      resolve(socket)
    })
  })
}

/** A timer of our own ran out. */
export class SilenceError extends Error {
  readonly code = 'ETIMEDOUT'
}

function dialError(
  phase: Phase,
  error: unknown,
  { tookMs, kind }: { readonly tookMs: number; readonly kind?: 'unusable' },
): DialError {
  const code = codeOf(error)
  const message = error instanceof Error ? error.message : String(error)
  return new DialError({ phase, kind: kind ?? kindOf(code, message), code, tookMs, sizeBytes: 0 }, message, [])
}
