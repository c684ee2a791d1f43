import { Buckets } from './floods/buckets.ts'
import type { FloodSettings } from './floods/floods.ts'
import { Newcomers } from './floods/newcomers.ts'
import { passes } from './floods/passes.ts'
import { sums } from './floods/sums.ts'
import { placeSeal } from './recovery/place-seal.ts'
import type { MakeMac } from './signature.ts'

export interface NewcomersMeans {
  readonly now: () => number
  /** What places, passes and sums are signed with. */
  readonly secret: string
  /** Whether visitors come over TLS. */
  readonly isSecure: boolean
  readonly makeMac?: MakeMac
}

/** As many as the limits of one client can be remembered for. */
const mostInside = 50_000

/** What an edge with these settings asks of newcomers when far too many of them come. */
export function newcomersFor(
  { proofAbove, requestsPerMinute }: Pick<FloodSettings, 'proofAbove' | 'requestsPerMinute'>,
  { now, secret, isSecure, makeMac }: NewcomersMeans,
): Newcomers {
  const signing = makeMac === undefined ? {} : { makeMac }
  return new Newcomers({
    now,
    proofAbove,
    seal: placeSeal(secret, makeMac),
    passes: passes({ secret, now, isSecure, ...signing }),
    sums: sums({ secret, now }),
    ofOneInside: new Buckets({ perMinute: requestsPerMinute, mostKeys: mostInside }),
  })
}
