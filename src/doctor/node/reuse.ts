import type { Asked, Patience } from '../looking.ts'
import { open, type AttemptMeans } from './attempt.ts'
import { exchanged } from './exchange.ts'

/** A second request on the connection of the first, after it lay idle. Unknown where the server does not keep connections. */
export async function reuse(
  asked: Asked,
  { idleMs, ...patience }: Patience & { readonly idleMs: number },
  means: AttemptMeans,
): Promise<'works' | 'fails' | 'unknown'> {
  const { clock } = means
  const opened = await open(asked, patience, means)
  if (!opened.ok) return 'unknown'
  const { socket } = opened
  const options = { clock, atMostMs: patience.readMs, keepAlive: true }
  const first = await exchanged(socket, asked, options)
  if (first.failure !== undefined || first.headers.connection === 'close') {
    socket.destroy()
    return 'unknown'
  }
  await clock.sleep(idleMs)
  const second = socket.destroyed ? undefined : await exchanged(socket, asked, options)
  socket.destroy()
  return second?.failure === undefined && second !== undefined ? 'works' : 'fails'
}
