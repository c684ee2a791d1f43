import type { Attempt, NameSeen } from '#protocol/case.ts'
import type { Clock } from '#shared/clock.ts'

/** What an attempt asks for, and where: always a literal address, so that nothing chooses another one on the way. */
export interface Asked {
  readonly address: string
  readonly port: number
  readonly isTls: boolean
  /** The name in the request and in the handshake, with its port where that is an unusual one. */
  readonly host: string
  readonly path: string
}

/** How long each step may take. */
export interface Patience {
  /** Where Linux is set to give up earlier, that is what is seen; both mean silence. */
  readonly connectMs: number
  readonly tlsMs: number
  readonly readMs: number
  /** Between one attempt and the next. */
  readonly pauseMs: number
}

/**
 * CDNs wait 19 s for a connection. Linux sends the last packet before that 15 s after the first at the latest, so what has not been
 * answered after 16.2 s will not be after 19, and a verdict on a silence is there within 20 s of the command, also where the machine
 * is busy.
 */
export const standardPatience: Patience = { connectMs: 16_200, tlsMs: 6000, readMs: 8000, pauseMs: 150 }

const shortMs = 2500

/** For questions besides: whoever answers them does so at once. */
export function short({ connectMs, tlsMs, readMs, pauseMs }: Patience): Patience {
  const least = (ms: number): number => Math.min(ms, shortMs)
  return { connectMs: least(connectMs), tlsMs: least(tlsMs), readMs: least(readMs), pauseMs }
}

/** The doctor's senses: the only things of it that touch a network. */
export interface Senses {
  readonly clock: Clock
  readonly attempt: (asked: Asked, patience: Patience) => Promise<Tried>
  /** A second request on the connection of the first, after it lay idle. */
  readonly reuse: (
    asked: Asked,
    patience: Patience & { readonly idleMs: number },
  ) => Promise<'works' | 'fails' | 'unknown'>
  /** Whether a connection stays on which nothing is asked. */
  readonly unasked: (
    asked: Asked,
    patience: Patience & { readonly idleMs: number },
  ) => Promise<'kept' | 'ended' | 'unknown'>
  /** Whether a port answers to TLS, or to plain HTTP. */
  readonly speaks: (asked: Asked, patience: Patience) => Promise<boolean>
  /** What each name server says of a name. */
  readonly resolve: (name: string) => Promise<readonly NameSeen[]>
}

/** An attempt, and what its answer says of who gave it. */
export interface Tried {
  readonly attempt: Attempt
  /** The `location` of a redirect. */
  readonly location?: string
  /** Whether the answer bears the marks of a CDN: `server: cloudflare` with `cf-ray`, `x-served-by` and such. */
  readonly isByCdn: boolean
}
