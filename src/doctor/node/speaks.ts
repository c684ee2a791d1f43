import { TLSSocket } from 'node:tls'
import type { Asked, Patience } from '../looking.ts'
import { attempt, open, type AttemptMeans } from './attempt.ts'

/** Whether a port answers when it is asked so: with TLS a handshake is enough, without it anything of HTTP is. */
export async function speaks(asked: Asked, patience: Patience, means: AttemptMeans): Promise<boolean> {
  if (!asked.isTls) return (await attempt(asked, patience, means)).attempt.status !== undefined
  const opened = await open(asked, patience, means)
  if (opened.ok && opened.socket instanceof TLSSocket) opened.socket.destroy()
  return opened.ok || opened.seen.phase === 'certificate'
}
