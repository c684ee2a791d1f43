import type { ReplyEvent } from '#protocol/events.ts'
import type { Means } from '../means.ts'
import { logReader } from './log-reader-later.ts'
import { emptyReply, withEvents, type ReplyView } from './reply-view.ts'

/** A reply that is over, read again from its log: how it was written. Null when it cannot be read any more. */
export async function readWhole(path: string, means: Means, signal: AbortSignal): Promise<ReplyView | null> {
  const events: ReplyEvent[] = []
  const ignore = (): void => undefined
  const LogReader = await logReader(means, { signal, onTrouble: ignore })
  if (LogReader === null) return null
  const reader = new LogReader(path, means, {
    signal,
    onEvents: (more) => {
      for (const event of more) events.push(event)
    },
    onState: ignore,
    onTrouble: ignore,
  })
  return (await reader.run()) === 'ended' ? withEvents(emptyReply, events) : null
}
