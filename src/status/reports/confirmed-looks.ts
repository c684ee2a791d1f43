import type { Round } from '../monitor/look.ts'
import { failing } from '../monitor/look.ts'

/** A fault that the edge confirmed for somebody who reported it, since the look before. */
export interface ConfirmedFault {
  /** The component, as the monitor calls it. */
  readonly key: string
  readonly fault: string
  readonly requestId: string
}

/**
 * What people met and the edge confirms, counted in as if we had looked at that moment ourselves: one look that failed, whose
 * own look was well. It takes as many of them as of ours before anything is said in public.
 */
export function withConfirmed(round: Round, confirmed: readonly ConfirmedFault[]): Round {
  const looks = round.looks.map((look) => {
    const met = look.outcome === 'well' ? confirmed.find(({ key }) => key === look.key) : undefined
    if (met === undefined) return look
    const because = `request ${met.requestId} of a visitor failed, as the edge confirms, while our own look was well`
    return failing(look.key, { because, fault: met.fault, state: 'partial_outage' })
  })
  return { ...round, looks }
}
