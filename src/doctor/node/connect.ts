import { connect, type Socket } from 'node:net'
import type { Clock } from '#shared/clock.ts'
import { step, until, type Stepped } from './step.ts'

export interface Place {
  readonly address: string
  readonly port: number
}

/**
 * A connection to one literal address. Names are never left to Node: it would race addresses and report a timer of its own (250
 * ms) as if the network had been silent.
 */
export async function connected({ address, port }: Place, atMostMs: number, clock: Clock): Promise<Stepped<Socket>> {
  const socket = connect({ host: address, port, autoSelectFamily: false, noDelay: true })
  const outcome = await step<Socket>({
    clock,
    atMostMs,
    onSilence: 'PROBE_CONNECT_TIMEOUT',
    begin: until(socket, 'connect'),
  })
  // What goes wrong while it lies there, or is taken down, is heard by whoever uses it.
  socket.on('error', () => socket.destroy())
  if (!outcome.ok) socket.destroy()
  return outcome
}
