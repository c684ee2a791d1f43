import type { Cancel } from '#shared/clock.ts'

/**
 * One message of a log: its JSON text in a JSON log, its bytes in any other. An offset is the number of messages
 * before a place, so offsets have no gaps and a fork shares its source's.
 */
export type Entry = string | Uint8Array

/** What a log is created with. */
export interface LogSpec {
  /** Lower case, without parameters. */
  readonly contentType: string
  readonly closed: boolean
  /** Seconds without a read or write after which the log expires. */
  readonly ttlSeconds: number | null
  /** The moment it expires whatever happens, in milliseconds since 1970 UTC. */
  readonly expiresAt: number | null
  /** A reply's log: only who claimed it with the highest epoch may append. */
  readonly reserved: boolean
}

/** Where a new log branches off from another (PROTOCOL.md §4.2). */
export interface Fork {
  readonly source: string
  /** Inherits the messages before this; undefined: all there are. */
  readonly offset: number | undefined
  /** How much further: messages in a JSON log, bytes of the next message in any other. */
  readonly subOffset: number
}

export interface ForkSpec {
  /** The source's when left out. */
  readonly contentType: string | undefined
  readonly ttlSeconds: number | null
  readonly expiresAt: number | null
  readonly closed: boolean
}

export interface LogState {
  /** Tells this log from an earlier one of the same id. */
  readonly instance: string
  readonly contentType: string
  /** The offset after the last message. */
  readonly tail: number
  readonly closed: boolean
  readonly ttlSeconds: number | null
  readonly expiresAt: number | null
  readonly reserved: boolean
}

export type Missing = { readonly kind: 'unknown' } | { readonly kind: 'gone' }

export type CreateResult =
  | { readonly kind: 'created' | 'exists'; readonly state: LogState }
  /** Another log has this id, or a deleted one whose forks live. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'no-source' }
  | { readonly kind: 'source-gone' }
  | { readonly kind: 'beyond-tail' }
  | { readonly kind: 'type-mismatch'; readonly contentType: string }

/** An idempotent producer's place (PROTOCOL.md §5.2.1). `seq` counts requests, from 0 in each epoch. */
export interface ProducerPlace {
  readonly id: string
  readonly epoch: number
  readonly seq: number
}

export interface AppendRequest {
  readonly entries: readonly Entry[]
  readonly close: boolean
  /** Undefined: not checked, as for a close without content. */
  readonly contentType: string | undefined
  /** `Stream-Seq`: must be greater, byte by byte, than the last one accepted. */
  readonly sequence: string | undefined
  readonly producer: ProducerPlace | undefined
}

export type AppendResult =
  | { readonly kind: 'appended'; readonly tail: number; readonly closed: boolean }
  /** It was appended before; `seq` is the highest the producer got accepted. */
  | { readonly kind: 'duplicate'; readonly tail: number; readonly closed: boolean; readonly seq: number }
  | Refusal
  | Missing

export type Refusal =
  | { readonly kind: 'closed'; readonly tail: number }
  | { readonly kind: 'type-mismatch'; readonly contentType: string }
  | { readonly kind: 'sequence' }
  /** A newer writer has taken over. */
  | { readonly kind: 'fenced'; readonly epoch: number }
  /** A new epoch must begin with seq 0. */
  | { readonly kind: 'epoch-start' }
  | { readonly kind: 'gap'; readonly expected: number; readonly received: number }
  | { readonly kind: 'reserved' }

export type ReadResult =
  | { readonly kind: 'read'; readonly entries: readonly Entry[]; readonly next: number; readonly state: LogState }
  /** The offset is beyond the tail. */
  | { readonly kind: 'beyond-tail' }
  | Missing

/** What became durable. Without `entries` it only says that there is something to read. */
export interface Change {
  /** The offset of the first of `entries`. */
  readonly from: number
  readonly entries: readonly Entry[] | undefined
  readonly tail: number
  readonly closed: boolean
}

/** The one writer of a reply's log, as long as nobody claims the log with a higher epoch. */
export interface LogWriter {
  /** Resolves when the entries are durable, or when they were refused: then nothing of them is stored. */
  readonly append: (entries: readonly Entry[], close?: boolean) => Promise<'appended' | 'fenced' | 'closed' | 'missing'>
}

export type ClaimResult =
  | { readonly kind: 'claimed'; readonly writer: LogWriter; readonly state: LogState }
  | { readonly kind: 'fenced'; readonly epoch: number }
  | Missing

/**
 * Append-only records of replies and of anything else. Whatever is shown to a reader is durable before: `append`
 * resolves, and watchers learn of it, after the commit. Rejects when the storage itself fails.
 */
export interface TokenLog {
  readonly create: (id: string, spec: LogSpec, first: readonly Entry[]) => Promise<CreateResult>
  readonly fork: (id: string, fork: Fork, spec: ForkSpec, first: readonly Entry[]) => Promise<CreateResult>
  /** Does not extend a TTL. */
  readonly state: (id: string) => Promise<({ readonly kind: 'state' } & LogState) | Missing>
  /** Counts as a read: extends a TTL. */
  readonly touch: (id: string) => Promise<void>
  readonly append: (id: string, request: AppendRequest) => Promise<AppendResult>
  /** At most `limit` messages from `from` on, and no more once `limitBytes` are reached. */
  readonly read: (id: string, from: number, limit: ReadLimit) => Promise<ReadResult>
  /** Calls `changed` after each commit, until cancelled, or once with `undefined` when the log is removed. */
  readonly watch: (id: string, changed: (change: Change | undefined) => void) => Cancel
  /** Makes `epoch` the log's epoch unless a higher one has it. Every append of a lower epoch is refused from then on. */
  readonly claim: (id: string, epoch: number) => Promise<ClaimResult>
  readonly remove: (id: string) => Promise<{ readonly kind: 'removed' } | Missing>
  /** Removes what has expired. */
  readonly sweep: () => Promise<void>
}

export interface ReadLimit {
  readonly entries: number
  readonly bytes: number
}
