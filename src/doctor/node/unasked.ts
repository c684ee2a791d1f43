import type { Asked, Patience } from '../looking.ts'
import { open, type AttemptMeans } from './attempt.ts'

/** Whether a connection stays that is opened and on which nothing is asked. Unknown where none comes about. */
export async function unasked(
  asked: Asked,
  { idleMs, ...patience }: Patience & { readonly idleMs: number },
  means: AttemptMeans,
): Promise<'kept' | 'ended' | 'unknown'> {
  const opened = await open(asked, patience, means)
  // What was torn before it was quite open was torn without a question, too.
  if (!opened.ok) return opened.seen.code === 'ECONNRESET' ? 'ended' : 'unknown'
  const { socket } = opened
  const ended = Promise.withResolvers<'ended'>()
  for (const event of ['end', 'error', 'close']) socket.once(event, () => ended.resolve('ended'))
  // An end is told only to whoever reads.
  socket.resume()
  const found = await Promise.race([ended.promise, means.clock.sleep(idleMs).then(() => 'kept' as const)])
  socket.destroy()
  return found
}
