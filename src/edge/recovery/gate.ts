import type { FaultId } from '#protocol/faults.ts'

/**
 * Stands between the edge and one origin and lets through what the origin can carry. While it is down, one request at a time
 * tries it; when it is back it is refilled at the pace that it shows; whoever cannot go yet has a place in line.
 */
export interface Gate {
  /** Asked before a request goes to the origin. It may take a few seconds where a turn is near. */
  readonly admit: (asking: Asking) => Promise<Admission>
  /** What a page of the waiting room asks: whether its visitor's turn has come, so that the next request goes at once. */
  readonly look: (asking: Asking) => Promise<Turn>
  /** Told once how an admitted request went. */
  readonly settle: (ticket: Ticket, went: Went) => void
  /** How it stands, for whoever watches it. */
  readonly state: () => GateState
}

export interface GateState {
  /** How many wait who have been here lately. */
  readonly waiting: number
  /** Requests at the origin that wait for their first byte. */
  readonly atOrigin: number
  /** How many of them there may be; undefined where there is no limit. */
  readonly limit: number | undefined
  /** Whether the origin does not answer, and one at a time tries it. */
  readonly isOpen: boolean
}

export interface Asking {
  /** What it is worth. `health`: the edge itself wants to know how the origin is. */
  readonly kind: 'reading-reply' | 'visit' | 'health'
  /** The address of whoever holds the other end of the connection. */
  readonly client: string | undefined
  /** The `Cookie` header, with the place that the visitor brings along. */
  readonly cookie: string | undefined
  /** Whether what answers it may give the visitor a cookie to keep: pages and what programs ask, not the pictures beside them. */
  readonly takesCookie: boolean
  /** What it resembles, so that its latency is compared with others of its kind. */
  readonly like: string
  /** Whether the origin keeps it waiting on purpose, as a long poll: how long it takes says nothing. */
  readonly isPatient: boolean
  /** Aborted when the visitor leaves. */
  readonly signal?: AbortSignal | undefined
}

export type Admission = (Go & { readonly ticket: Ticket }) | Waits | Refused
export type Turn = Go | Waits | Refused

export interface Go {
  readonly kind: 'go'
  /** For the visitor to keep: that they are inside. */
  readonly cookie?: string | undefined
}

export interface Waits {
  readonly kind: 'wait'
  /** 1 is next. */
  readonly place: number
  /** How long it will take; undefined while the origin's pace is not known. */
  readonly etaMs: number | undefined
  /** When to ask again. Asking sooner costs nothing and gains nothing. */
  readonly retryAfterMs: number
  /** For the visitor to keep: the place. */
  readonly cookie: string
}

export interface Refused {
  readonly kind: 'refused'
  readonly fault: FaultId
  readonly because: string
  readonly retryAfterMs: number
}

/** The right to ask the origin once. */
export type Ticket = symbol

/** How an admitted request went. */
export type Went =
  | { readonly kind: 'answered'; readonly status: number; /** To the first byte. */ readonly tookMs: number }
  | { readonly kind: 'failed'; readonly fault: FaultId }
  /** The visitor left before there was an answer. */
  | { readonly kind: 'left' }

const open: Go & { readonly ticket: Ticket } = { kind: 'go', ticket: Symbol('open') }

const unlimited: GateState = { waiting: 0, atOrigin: 0, limit: undefined, isOpen: false }

/** Lets everybody through, and counts nobody. */
export const openGate: Gate = {
  admit: () => Promise.resolve(open),
  look: () => Promise.resolve(open),
  settle: () => undefined,
  state: () => unlimited,
}
