import type { EventFault } from '#protocol/events.ts'
import type { Side } from '#protocol/fault.ts'
import type { Problem } from '#protocol/problem.ts'
import type { ReplyView } from '../reader/reply-view.ts'
import { isOver, type ReaderState } from '../reader/states.ts'
import type { WaitingTurn } from '../outbox/waiting-turn.ts'
import type { StoreFailure } from '../store/failure.ts'

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
  if (reader !== 'reading' && view.text !== '') {
    return { what: 'The connection broke', side: null, next: 'Looking for the way back…', isTentative: true }
  }
  if (view.state === 'stalled') return stalled(view.pause)
  if (view.place !== null) return { what: inLine(view.place), side: null, isTentative: false }
  return null
}

function interrupted({ fault, title, side }: Problem, reader: ReaderState, { text }: ReplyView): QuietLine {
  if (isOver(reader)) return { what: title, side, isTentative: false }
  const kept = text === '' ? 'The reply is shown by itself' : 'What you see is kept, and it goes on by itself'
  const next = `${kept} when the way is free again.`
  return { what: title, side, next: fault === 'intercepted' ? `${next} ${signIn}` : next, isTentative: false }
}

const signIn = 'If your network asks you to sign in, do that in another tab.'

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

export interface WaitingSight {
  readonly turn: WaitingTurn
  /** How many go before it. */
  readonly index: number
  readonly trouble: Problem | null
  /** No reply is being written in its chat. */
  readonly isReplyOver: boolean
}

export interface WaitingLine extends QuietLine {
  /** Whatever is known says that the server does not have it: it can be changed and taken back. */
  readonly isChangeable: boolean
}

/** Why a message is not sent yet, and what becomes of it. */
export function waitingLineOf({ turn, index, trouble, isReplyOver }: WaitingSight): WaitingLine {
  const isChangeable = !turn.mayHaveArrived
  const known = { side: null, isTentative: false, isChangeable }
  if (turn.refusal !== null) return { ...known, what: turn.refusal.title, side: turn.refusal.side }
  if (index > 0) return { ...known, what: 'Waiting to be sent, after the message above' }
  if (trouble !== null) return { ...known, what: trouble.title, side: trouble.side, next: nextOf(turn) }
  if (turn.spot.isAfterReply && !isReplyOver) {
    return { ...known, what: 'Waiting to be sent', next: 'It goes when the reply above is written.' }
  }
  return { ...known, what: 'Being sent…', isChangeable: false }
}

function nextOf({ mayHaveArrived }: WaitingTurn): string {
  return mayHaveArrived
    ? 'Your words are kept in this browser. They may have arrived already; that is asked by itself, and they are taken once.'
    : 'Your words are kept in this browser and sent by themselves.'
}

export const notKeptBecause: Record<StoreFailure['kind'], string> = {
  quota: 'This device has no room left for this site',
  lost: "The browser's own storage has stopped working",
  blocked: 'This browser keeps nothing for this site',
}

/** Why the browser keeps nothing. */
export function storeWords({ kind }: StoreFailure): string {
  return notKeptBecause[kind]
}

/** What to tell when the browser does not keep what is typed. */
export function notKept({ kind }: StoreFailure): string {
  return `${notKeptBecause[kind]}: what you type lasts only as long as this tab is open.`
}

/** What a story is when the device tells it and not the server. */
export function copyLineOf(asOf: string, trouble: Problem | null): QuietLine {
  const next = `From this device, as of ${asOf}; new words appear when the server is back.`
  return trouble === null
    ? { what: 'The server has not answered yet', side: null, next, isTentative: true }
    : { what: trouble.title, side: trouble.side, next, isTentative: false }
}

/** What to tell when the browser does not keep what was to be sent, or changed among what waits. */
export function notSent({ kind }: StoreFailure): string {
  return `${notKeptBecause[kind]}, so nothing was changed and nothing was sent. Your text is still in the box: copy it to be safe, then try again.`
}
