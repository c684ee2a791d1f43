import type { Chance, Clock } from '#shared/clock.ts'
import { openGate, type Gate } from './recovery/gate.ts'
import { OriginGate } from './recovery/origin-gate.ts'
import { placeSeal } from './recovery/place-seal.ts'
import type { EdgeSettings } from './settings.ts'
import type { MakeMac } from './signature.ts'

export interface GateMeans {
  readonly clock: Pick<Clock, 'now' | 'after'>
  readonly chance: Chance
  readonly makeId: () => string
  /** Whether visitors come over TLS. */
  readonly isSecure: boolean
  readonly makeMac?: MakeMac
}

/** The gate that an edge with these settings has before its origin. */
export function gateFor({ ramp, placeKey }: Pick<EdgeSettings, 'ramp' | 'placeKey'>, means: GateMeans): Gate {
  return ramp ? new OriginGate({ ...means, seal: placeSeal(placeKey ?? means.makeId(), means.makeMac) }) : openGate
}
