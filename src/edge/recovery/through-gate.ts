import { fail } from '#shared/outcome.ts'
import type { AskReady } from '../readiness.ts'
import { healthAsking } from './asking.ts'
import type { Gate } from './gate.ts'

/** Lets the edge's own questions for health be the ones that try an origin which is down: then no visitor need wait for it. */
export function throughGate(ask: AskReady, gate: Gate, now: () => number): AskReady {
  return async function askThroughGate(of) {
    if (of !== 'origin') return ask(of)
    const admission = await gate.admit(healthAsking)
    if (admission.kind === 'refused') return fail({ fault: admission.fault, because: admission.because })
    if (admission.kind === 'wait') return ask(of)
    const from = now()
    const asked = await ask(of)
    const { ticket } = admission
    if (asked.ok) gate.settle(ticket, { kind: 'answered', status: 204, tookMs: now() - from })
    else gate.settle(ticket, { kind: 'failed', fault: asked.error.fault })
    return asked
  }
}
