import { createParser } from 'eventsource-parser'
import * as z from 'zod/mini'
import { replyEventSchema, type ReplyEvent } from '#protocol/events.ts'
import { streamHeaders } from '#protocol/stream.ts'
import { jsonOf } from '../json.ts'

/** One frame of a log's stream (Durable Streams §5.8). */
export type Frame =
  | { readonly kind: 'data'; readonly events: readonly ReplyEvent[]; readonly nextOffset: string | null }
  | { readonly kind: 'control'; readonly nextOffset: string; readonly isUpToDate: boolean; readonly isClosed: boolean }
  /** Not what a log sends: the connection is not to be trusted any further. */
  | { readonly kind: 'unreadable'; readonly because: string }

const controlSchema = z.object({
  streamNextOffset: z.string(),
  upToDate: z.optional(z.boolean()),
  streamClosed: z.optional(z.boolean()),
})

/** Cuts a stream of text, in pieces as they come, into frames. Heartbeats give none. */
export function frameReader(take: (frame: Frame) => void): (piece: string) => void {
  const parser = createParser({
    onEvent: ({ event, id, data }) => {
      if (event === 'data') take(dataFrame(data, id ?? null))
      else if (event === 'control') take(controlFrame(data))
    },
  })
  return (piece) => parser.feed(piece)
}

/** The frames of an answer that is whole: its body is the data, its headers are the control (§5.6, §5.7). */
export function answerFrames(body: string, headers: Headers): readonly Frame[] {
  const nextOffset = headers.get(streamHeaders.nextOffset)
  if (nextOffset === null) return [{ kind: 'unreadable', because: 'an answer that does not say where to read on' }]
  const isClosed = isTrue(headers.get(streamHeaders.closed))
  const isUpToDate = isClosed || isTrue(headers.get(streamHeaders.upToDate))
  const control: Frame = { kind: 'control', nextOffset, isUpToDate, isClosed }
  return body === '' ? [control] : [dataFrame(body, nextOffset), control]
}

function isTrue(header: string | null): boolean {
  return header?.toLowerCase() === 'true'
}

function dataFrame(data: string, nextOffset: string | null): Frame {
  const list = z.array(z.unknown()).safeParse(jsonOf(data))
  if (!list.success) return { kind: 'unreadable', because: 'a data frame that is not a JSON array' }
  return { kind: 'data', events: list.data.flatMap(eventOf), nextOffset }
}

function controlFrame(data: string): Frame {
  const control = controlSchema.safeParse(jsonOf(data))
  if (!control.success) return { kind: 'unreadable', because: 'a control frame of an unknown form' }
  const { streamNextOffset: nextOffset, upToDate = false, streamClosed = false } = control.data
  return { kind: 'control', nextOffset, isUpToDate: upToDate || streamClosed, isClosed: streamClosed }
}

// A newer server may write kinds of events that this page does not know yet; they carry no text, so they can be passed
// over. A broken event of a known kind may have carried text, and then the reader is told that something is missing.
function eventOf(raw: unknown): readonly ReplyEvent[] {
  const event = replyEventSchema.safeParse(raw)
  if (event.success) return [event.data]
  return kindOf(raw) === 'token' ? [{ t: 'note', note: 'garbled' }] : []
}

function kindOf(raw: unknown): string | null {
  const event = z.object({ t: z.string() }).safeParse(raw)
  return event.success ? event.data.t : null
}
