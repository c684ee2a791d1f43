import * as z from 'zod/mini'
import { sides } from './fault.ts'

/** A fault inside a log: why a reply paused or ended. The same words as in a problem document. */
export const eventFaultSchema = z.object({
  fault: z.string(),
  side: z.enum(sides),
  title: z.string(),
  detail: z.string(),
  because: z.optional(z.string()),
})
export type EventFault = z.infer<typeof eventFaultSchema>

/**
 * How a reply was gone on with, from the most to the least exact:
 * - `same-tokens`: the embedded engine wrote the very same reply on from its token ids;
 * - `completion`: the raw prompt with the text so far;
 * - `continue-final-message`, `prefill`: the text so far as the last assistant message, with and without vLLM's flags;
 * - `asked`: a new request that asks the model to go on. What follows may not fit as well.
 */
export const ways = ['same-tokens', 'completion', 'continue-final-message', 'prefill', 'asked'] as const
export type Way = (typeof ways)[number]

const queueEvent = z.object({
  t: z.literal('queue'),
  /** 1 is next. */
  place: z.number(),
  /** Expected wait in milliseconds; null while there is nothing to reckon with. */
  etaMs: z.nullable(z.number()),
})

const tokenEvent = z.object({
  t: z.literal('token'),
  text: z.string(),
  /** The embedded engine's ids of the tokens behind `text`, in order. */
  ids: z.optional(z.array(z.number())),
})

const seamEvent = z.object({
  t: z.literal('seam'),
  /** The back end that wrote what stands before. */
  from: z.string(),
  /** The back end that writes what follows; the same name when it is the same one, asked again. */
  to: z.string(),
  why: z.string(),
  way: z.enum(ways),
})

const noteEvent = z.object({
  t: z.literal('note'),
  /** `stalled`: nothing comes, it is being mended. `resumed`: it goes on. `garbled`: something was left out. */
  note: z.enum(['stalled', 'resumed', 'garbled']),
  fault: z.optional(eventFaultSchema),
})

export const endings = ['done', 'stopped', 'failed'] as const
export type Ending = (typeof endings)[number]

const doneEvent = z.object({
  t: z.literal('done'),
  reason: z.enum(endings),
  /** Why the model ended by itself: at its end, at the length it was given, or because its context is full. */
  finish: z.optional(z.enum(['stop', 'length', 'context-full'])),
  usage: z.object({
    /** Tokens read; null when the back end did not say. */
    promptTokens: z.nullable(z.number()),
    /** Tokens written; counted by us when the back end did not say. */
    completionTokens: z.number(),
  }),
  fault: z.optional(eventFaultSchema),
})

/** One event in a reply's log. The last one is always `done`, and with it the log is closed. */
export const replyEventSchema = z.discriminatedUnion('t', [queueEvent, tokenEvent, seamEvent, noteEvent, doneEvent])
export type ReplyEvent = z.infer<typeof replyEventSchema>
export type DoneEvent = z.infer<typeof doneEvent>
export type SeamEvent = z.infer<typeof seamEvent>
export type NoteEvent = z.infer<typeof noteEvent>
export type Usage = DoneEvent['usage']

/** The text of a reply: its tokens joined, nothing else. */
export function textOf(events: Iterable<ReplyEvent>): string {
  let text = ''
  for (const event of events) if (event.t === 'token') text += event.text
  return text
}
