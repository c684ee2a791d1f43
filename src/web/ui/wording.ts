import type { EventFault } from '#protocol/events.ts'
import { faults, isFaultId, type Side } from '#protocol/faults.ts'
import type { Problem } from '#protocol/problem.ts'
import type { ReplyView, Seam } from '../reader/reply-view.ts'
import { isOver, type ReaderState } from '../reader/states.ts'

/** Whose side a fault is on, in words. */
export const sideWords: Record<Side, string> = {
  you: 'on your side',
  'your-network': 'on the side of your network',
  edge: "on our edge's side",
  path: 'on the way between',
  hosting: "on the hosting's side",
  server: "on our server's side",
  model: "on the model's side",
}

/** One quiet line under a reply: what is happening, and whose side it is on. */
export interface QuietLine {
  readonly what: string
  /** Null when nothing is wrong, or when it is not known yet. */
  readonly side: Side | null
  /** What is kept, and what happens next. */
  readonly next?: string
  /** Shown only if it lasts: most interruptions are over before anybody has read about them. */
  readonly isTentative: boolean
}

export interface ReplySight {
  readonly view: ReplyView
  readonly reader: ReaderState
  readonly trouble: Problem | null
}

/** Null when the words come as they should, or when the reply is over. */
export function quietLineOf({ view, reader, trouble }: ReplySight): QuietLine | null {
  if (view.done !== null) return null
  if (trouble !== null) return interrupted(trouble, reader, view)
  if (reader === 'waiting' && view.text !== '') {
    return { what: 'The connection broke', side: null, next: 'Looking for the way back…', isTentative: true }
  }
  if (view.state === 'stalled') return stalled(view.pause)
  if (view.place !== null) return { what: inLine(view.place), side: null, isTentative: false }
  return null
}

function interrupted({ title, side }: Problem, reader: ReaderState, { text }: ReplyView): QuietLine {
  if (isOver(reader)) return { what: title, side, isTentative: false }
  const kept = text === '' ? 'The reply is shown by itself' : 'What you see is kept, and it goes on by itself'
  return { what: title, side, next: `${kept} when the way is free again.`, isTentative: false }
}

function stalled(pause: EventFault | null): QuietLine {
  return {
    what: pause?.title ?? 'The words have stopped for a moment',
    side: pause?.side ?? null,
    next: 'What you see is kept, and it goes on by itself.',
    isTentative: false,
  }
}

function inLine({ place, etaMs }: NonNullable<ReplyView['place']>): string {
  const where = place <= 1 ? 'Next in line' : `Place ${place} in line`
  return etaMs === null ? where : `${where}, about ${duration(etaMs)}`
}

/** What to tell of a fault that ended a reply. */
export function failureWords({ fault, detail }: EventFault): { readonly detail: string; readonly kept?: string } {
  if (!isFaultId(fault)) return { detail }
  const { says, todo, kept } = faults[fault]
  // Where the catalogue promises that nothing need be done, that was tried for as long as it made sense.
  return { detail: todo.startsWith('Nothing:') ? says : `${says} ${todo}`, kept }
}

/** What to tell whoever tried to connect a model: the catalogue speaks of a reply in the making, and here is none. */
export function connectingWords(
  problem: Problem,
): Pick<Problem, 'title' | 'side' | 'detail' | 'because' | 'requestId'> {
  const { fault, title, side, because, requestId } = problem
  if (!isFaultId(fault) || !fault.startsWith('backend-')) return problem
  const detail = `${faults[fault].says} Nothing was changed. Check what you entered, then try again.`
  return { title, side, detail, because, requestId }
}

/** A length of time as a person would say it. */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  if (seconds < 90) return seconds === 1 ? 'a second' : `${seconds} seconds`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`
}

export function seamCount(seams: number): string {
  if (seams === 0) return 'Written in one piece'
  return seams === 1 ? 'One seam' : `${seams} seams`
}

const wayWords: Record<Seam['way'], string> = {
  'same-tokens': 'word for word as it would have been',
  completion: 'from the exact text so far',
  'continue-final-message': 'from the exact text so far',
  prefill: 'from the exact text so far',
  asked: 'asked to go on; what follows may fit less well',
}

function reasonWords(why: string): string {
  if (isFaultId(why)) return faults[why].title
  return why === 'server-restarted' ? 'The server was restarted' : why
}

/** What a seam is, for whoever asks. */
export function seamWords({ from, to, why, way }: Seam): string {
  const who = from === to ? `${to} was asked again` : `${to} took over from ${from}`
  return `Here ${who}, ${wayWords[way]}. The reason: ${reasonWords(why)}.`
}
