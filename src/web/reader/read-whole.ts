import type { ReplyEvent } from '#protocol/events.ts'
import type { Means } from '../means.ts'
import { LogReader } from './log-reader.ts'
import { emptyReply, withEvents, type ReplyView } from './reply-view.ts'

/** A reply that is over, read again from its log: how it was written. Null when it cannot be read any more. */
export async function readWhole(path: string, means: Means, signal: AbortSignal): Promise<ReplyView | null> {
  const events: ReplyEvent[] = []
  const ignore = (): void => undefined
  const reader = new LogReader(path, means, {
    onEvents: (more) => {
      for (const event of more) events.push(event)
    },
    onState: ignore,
    onTrouble: ignore,
  })
  const leave = (): void => reader.leave()
  signal.addEventListener('abort', leave, { once: true })
  const end = await reader.run()
  signal.removeEventListener('abort', leave)
  return end === 'ended' ? withEvents(emptyReply, events) : null
}
