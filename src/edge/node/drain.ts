import type { Server } from 'node:http'
import type { Clock } from '#shared/clock.ts'

const boundMs = 5000

/** Stops accepting, lets answers under way come to their end within a bound, and cuts what is left then. */
export async function drain(server: Server, clock: Clock): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // Node closes the connections that are idle now. One whose answer ends during the drain would be kept for a next one.
  const cancelSweep = clock.every(50, () => server.closeIdleConnections())
  const cancelBound = clock.after(boundMs, () => server.closeAllConnections())
  await closed
  cancelSweep()
  cancelBound()
}
