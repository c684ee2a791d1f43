import { lookup } from 'node:dns/promises'
import { connect, isIP, type Socket } from 'node:net'
import { connect as secure } from 'node:tls'
import type { Clock } from '#shared/clock.ts'
import { kindOf, type Observation, type Phase } from '../classify.ts'
import { codeOf } from './error-code.ts'

/**
 * A connection could not be made, and this is how far it came. It travels as an error because node:http takes nothing
 * else from an agent.
 */
export class DialError extends Error {
  readonly observation: Observation
  constructor(observation: Observation, because: string) {
    super(because)
    this.observation = observation
  }
}

// Linux sends its last SYN 11.2 s after the first and gives up at 19.6 s when it is told to retry as CDNs do. Ours rings
// later, so that the system's own verdict comes first where there is one.
const connectMs = 20_000

/**
 * Opens a connection to a process behind the edge. The name is resolved first and every address is then tried by itself:
 * racing them would report a timeout that the network never sent.
 */
export async function dial(address: URL, clock: Clock): Promise<Socket> {
  const host = address.hostname.replace(/^\[|\]$/g, '')
  const port = Number(address.port || (address.protocol === 'https:' ? 443 : 80))
  let failure: unknown
  for (const ip of await addressesOf(host)) {
    try {
      const socket = await opened({ phase: 'connect', clock, socket: connect({ ...target(ip, port), ...options }) })
      return address.protocol === 'https:' ? await secured(socket, host, clock) : socket
    } catch (error) {
      failure = error // The last address has the last word.
    }
  }
  throw failure
}

const target = (host: string, port: number): { host: string; port: number } => ({ host, port })
const options = { autoSelectFamily: false, noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 }

async function addressesOf(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host]
  try {
    const found = await lookup(host, { all: true, order: 'verbatim' })
    return found.map(({ address }) => address)
  } catch (error) {
    throw dialError('dns', error)
  }
}

function secured(socket: Socket, host: string, clock: Clock): Promise<Socket> {
  const overTls = secure({ socket, ALPNProtocols: ['http/1.1'], ...(isIP(host) === 0 ? { servername: host } : {}) })
  return opened({ phase: 'tls', clock, socket: overTls })
}

interface Opening {
  readonly phase: 'connect' | 'tls'
  readonly clock: Clock
  readonly socket: Socket
}

function opened({ phase, clock, socket }: Opening): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const failed = (error: unknown): void => {
      cancel()
      socket.destroy()
      reject(dialError(phase, error))
    }
    const cancel = clock.after(connectMs, () => failed(new SilenceError(`nothing came back within ${connectMs} ms`)))
    socket.once('error', failed)
    socket.once(phase === 'tls' ? 'secureConnect' : 'connect', () => {
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

function dialError(phase: Phase, error: unknown): DialError {
  const code = codeOf(error)
  const message = error instanceof Error ? error.message : String(error)
  return new DialError({ phase, kind: kindOf(code, message), code }, message)
}
