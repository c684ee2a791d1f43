import type { JobState } from '#protocol/chats.ts'
import type { DoneEvent, EventFault, NoteEvent, ReplyEvent, SeamEvent } from '#protocol/events.ts'

/** A reply as its log tells it so far. */
export interface ReplyView {
  readonly state: JobState
  readonly text: string
  /** The place in the line; null when it is not waiting there. */
  readonly place: { readonly place: number; readonly etaMs: number | null } | null
  /** Why nothing comes at the moment. */
  readonly pause: EventFault | null
  readonly seams: readonly Seam[]
  /** How often something unreadable was left out. */
  readonly garbled: number
  readonly done: DoneEvent | null
}

export interface Seam extends SeamEvent {
  /** The number of characters before it. */
  readonly at: number
}

export const emptyReply: ReplyView = {
  state: 'queued',
  text: '',
  place: null,
  pause: null,
  seams: [],
  garbled: 0,
  done: null,
}

export function withEvents(view: ReplyView, events: readonly ReplyEvent[]): ReplyView {
  return events.reduce(withEvent, view)
}

function withEvent(view: ReplyView, event: ReplyEvent): ReplyView {
  switch (event.t) {
    case 'queue':
      return { ...view, state: 'queued', place: { place: event.place, etaMs: event.etaMs } }
    case 'token':
      return { ...view, state: 'writing', text: view.text + event.text, place: null, pause: null }
    case 'seam':
      return { ...view, seams: [...view.seams, { ...event, at: view.text.length }] }
    case 'note':
      return withNote(view, event)
    case 'done':
      return { ...view, state: event.reason, place: null, pause: null, done: event }
  }
}

function withNote(view: ReplyView, { note, fault }: NoteEvent): ReplyView {
  switch (note) {
    case 'stalled':
      return { ...view, state: 'stalled', pause: fault ?? null }
    case 'resumed':
      return { ...view, state: 'writing', pause: null }
    case 'garbled':
      return { ...view, garbled: view.garbled + 1 }
  }
}
