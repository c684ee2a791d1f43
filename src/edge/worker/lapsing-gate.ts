import type { Cancel, Clock } from '#shared/clock.ts'
import type { Gate, Ticket } from '../recovery/gate.ts'

/**
 * A gate whose tickets lapse. A Worker ends with its visitor, and nobody is told how the request went: without this, each
 * visitor who leaves would keep a slot for ever.
 */
export function lapsingGate(gate: Gate, clock: Pick<Clock, 'after'>, ticketMs: number): Gate {
  const lapses = new Map<Ticket, Cancel>()
  return {
    look: (asking) => gate.look(asking),
    state: () => gate.state(),
    async admit(asking) {
      const admission = await gate.admit(asking)
      if (admission.kind !== 'go') return admission
      const { ticket } = admission
      lapses.set(
        ticket,
        clock.after(ticketMs, () => {
          lapses.delete(ticket)
          gate.settle(ticket, { kind: 'left' })
        }),
      )
      return admission
    },
    settle(ticket, went) {
      lapses.get(ticket)?.()
      lapses.delete(ticket)
      gate.settle(ticket, went)
    },
  }
}
