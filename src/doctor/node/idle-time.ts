import type { Asked, Patience } from '../looking.ts'
import { open, type AttemptMeans } from './attempt.ts'
import { exchanged } from './exchange.ts'

/** After how long a server says, in `Keep-Alive`, that it closes an idle connection; undefined where it says nothing. */
export async function idleTime(asked: Asked, patience: Patience, means: AttemptMeans): Promise<number | undefined> {
  const opened = await open(asked, patience, means)
  if (!opened.ok) return undefined
  const { socket } = opened
  const { headers } = await exchanged(socket, asked, { clock: means.clock, atMostMs: patience.readMs, keepAlive: true })
  socket.destroy()
  const seconds = /timeout=(\d{1,6})/.exec([headers['keep-alive']].flat()[0] ?? '')?.[1]
  return seconds === undefined ? undefined : Number(seconds) * 1000
}
