import type { BackendInfo, BackendList, NewBackend } from '#protocol/backends.ts'
import type { DoneEvent, Usage, Way } from '#protocol/events.ts'
import type { FaultId } from '#protocol/faults.ts'
import type { Outcome } from '#shared/outcome.ts'

/** One message of the conversation as a model reads it. */
export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly text: string
}

/** A part of the reply that is durable already: what one `token` event of the log holds. */
export interface WrittenToken {
  readonly text: string
  /** The embedded engine's token ids behind `text`; absent for every other back end. */
  readonly ids?: readonly number[] | undefined
}

export interface WriteRequest {
  /** The reply's id. The embedded engine makes its seed from it, so that the same reply can be written again. */
  readonly replyId: string
  /** Which writer asks. Grows with every take-over. */
  readonly epoch: number
  /** The whole branch, oldest first, without the reply itself. Never added to by a back end. */
  readonly messages: readonly PromptMessage[]
  /** What of the reply is durable. Empty at a first beginning; otherwise the back end goes on after it. */
  readonly written: readonly WrittenToken[]
  /** How many tokens these are: neighbours without ids are kept as one. */
  readonly tokens: number
  /** Aborting it ends the stream soon, without an `end` or `failed`, and frees what the back end holds for it. */
  readonly signal: AbortSignal
}

export interface BackendFailure {
  readonly fault: FaultId
  /** The measurement: status, errno, first words of the body. Never a key. */
  readonly because: string
  /** When the back end asked to be asked again. */
  readonly retryAfterMs?: number | undefined
}

/**
 * What a back end sends for one request, in this order:
 * `began` once, just before the first token (or before an `end` without any); any number of `token` and `garbled`; then
 * exactly one of `end` and `failed`. `failed` may also come alone. Nothing comes after those two.
 */
export type Piece =
  /** `way` is null at a first beginning, else how the reply is gone on with. */
  | { readonly kind: 'began'; readonly way: Way | null }
  | TokenPiece
  /** Something unreadable was left out, and the stream goes on. */
  | { readonly kind: 'garbled'; readonly because: string }
  | { readonly kind: 'end'; readonly finish: NonNullable<DoneEvent['finish']>; readonly usage: Usage }
  | { readonly kind: 'failed'; readonly failure: BackendFailure }

/** New text only: never a repetition of `written`. Never an empty text, never half a surrogate pair. */
export interface TokenPiece {
  readonly kind: 'token'
  readonly text: string
  readonly ids?: readonly number[] | undefined
  /** How many tokens came together; one if it is left out. */
  readonly count?: number | undefined
}

/** A model that can write. It never retries by itself: who asks decides whether and when to ask again. */
export interface Backend {
  readonly info: BackendInfo
  readonly write: (request: WriteRequest) => AsyncIterable<Piece>
  /** Asks whether it is there, at no cost to it. Left out by those inside this server, which are there when it is. */
  readonly isThere?: (signal: AbortSignal) => Promise<Outcome<null, BackendFailure>>
  readonly close: () => Promise<void>
}

/** The back ends of this server. */
export interface Models {
  readonly list: () => BackendList
  /** All of them, the best first and the narrator last. */
  readonly all: () => readonly Backend[]
  /**
   * The back ends that may write a reply, best first: the one asked for (or the chosen one), then the others of its
   * kind that may take over when it fails. The practice narrator is alone in its list and in nobody else's.
   * Waits for a look that is under way. Empty when `asked` is not known, or nothing can write.
   */
  readonly route: (asked: string | null) => Promise<readonly Backend[]>
  /** Connects what a person named, and remembers it over restarts. */
  readonly connect: (backend: NewBackend) => Promise<Outcome<readonly BackendInfo[], BackendFailure>>
  /** Forgets a connected back end. False when there is none of that name that can be forgotten. */
  readonly disconnect: (name: string) => Promise<boolean>
  /** Looks for model servers on this machine again. */
  readonly look: () => Promise<void>
  readonly close: () => Promise<void>
}
