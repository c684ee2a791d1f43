import type { Outages } from './outages.ts'
import type { Admission, Asking, Gate, Went } from './recovery/gate.ts'
import type { Upstream } from './route.ts'

export interface AdmissionMeans {
  readonly gate: Gate
  readonly outages: Outages
  readonly now: () => number
}

/** The gate is before the origin alone: the status process is what people look at meanwhile. */
export async function admit(gate: Gate, to: Upstream, asking: Asking): Promise<Admission> {
  return to === 'origin' ? gate.admit(asking) : { kind: 'go', ticket: Symbol(to) }
}

/** Tells those who keep count how an admitted request went. */
export function noteFor(
  { gate, outages, now }: AdmissionMeans,
  to: Upstream,
  { ticket }: Extract<Admission, { kind: 'go' }>,
): (went: Went) => void {
  return function noteHowItWent(went) {
    if (went.kind === 'answered') outages.noteAnswer(to, now())
    if (to === 'origin') gate.settle(ticket, went)
  }
}
