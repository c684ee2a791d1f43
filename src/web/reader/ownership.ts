import type { ReplyEvent } from '#protocol/events.ts'
import type { Frame } from './frames.ts'

/** The offset before everything. */
export const logStart = '-1'

/**
 * What of a log is ours. Events are owned when their control has come: only then is it known from where to read on, so
 * whatever came after the last control is thrown away with the connection and read again.
 */
export interface Ownership {
  /** Where to read on. */
  readonly offset: string
  /** Came, but without its control yet. */
  readonly unowned: readonly ReplyEvent[]
}

export const nothingOwned: Ownership = { offset: logStart, unowned: [] }

/** After a lost connection: everything not owned is forgotten. */
export function withoutConnection({ offset }: Ownership): Ownership {
  return { offset, unowned: [] }
}

export interface Taken {
  readonly ownership: Ownership
  /** The events that became ours with this frame. */
  readonly events: readonly ReplyEvent[]
}

export function takeFrame(ownership: Ownership, frame: Frame): Taken {
  if (frame.kind === 'data') {
    if (isOwned(ownership, frame.nextOffset)) return { ownership, events: [] }
    return { ownership: { ...ownership, unowned: [...ownership.unowned, ...frame.events] }, events: [] }
  }
  if (frame.kind === 'unreadable') return { ownership: withoutConnection(ownership), events: [] }
  // A repeated control says nothing of what came since. To go back to it would be to read again what is owned.
  if (isOwned(ownership, frame.nextOffset)) return { ownership, events: [] }
  return { ownership: { offset: frame.nextOffset, unowned: [] }, events: ownership.unowned }
}

// Offsets sort as text (Durable Streams §8), and the start sorts before all of them. A frame that ends at or before
// our offset is a repetition: a cache or a proxy between us and the server may send one.
function isOwned({ offset }: Ownership, nextOffset: string | null): boolean {
  return nextOffset !== null && offset !== logStart && nextOffset <= offset
}
