import type { RemoteBackend } from '#protocol/backends.ts'
import type { Way } from '#protocol/events.ts'
import type { Clock } from '#shared/clock.ts'
import type { BackendFailure, WriteRequest } from '../port.ts'
import type { Abilities } from './abilities.ts'
import type { Client } from './client.ts'
import type { Crowd } from './crowd.ts'
import type { Dialect } from './dialect.ts'
import type { Finished } from './ear.ts'
import type { Wording } from './failure.ts'
import { splitAtEnd, splitAtWord, type Split } from './seam/plan.ts'

/** A back end with what was learned of it. */
export interface Remote {
  readonly settings: RemoteBackend
  readonly clock: Clock
  readonly crowd: Crowd
  readonly wording: Wording
  readonly client: Client
  readonly dialect: Dialect
  readonly abilities: Abilities
}

/** One request to write a reply, or to go on with it in one way. */
export interface Attempt {
  readonly request: WriteRequest
  /** The text that is written already. */
  readonly written: string
  readonly split: Split
  /** Null at a beginning. */
  readonly way: Way | null
  /** The ways to try after this one. When none is left, a refusal is the end. */
  readonly otherWays: readonly Way[]
}

/**
 * How an attempt went: `finished`, with so many tokens told, or `failed`; `aborted` by the signal; `differs` when the
 * back end went on with other words than the shown ones; `refused` when this way did not work, `withdrawn` when it
 * never will.
 */
export type Result =
  | { readonly kind: 'finished'; readonly said: Finished; readonly tokens: number }
  | { readonly kind: 'failed'; readonly failure: BackendFailure }
  | { readonly kind: 'aborted' | 'refused' | 'withdrawn' }
  | { readonly kind: 'differs'; readonly isBare: boolean }

export function firstAttempt({ abilities }: Remote, request: WriteRequest): Attempt {
  const written = request.written.map(({ text }) => text).join('')
  const [way = null, ...otherWays] = written === '' ? [] : abilities.ways()
  return { request, written, split: splitAtWord(written), way, otherWays }
}

/** What to try next, the most exact way first; undefined when the matter is settled. */
export function attemptAfter(result: Result, attempt: Attempt, { abilities }: Remote): Attempt | undefined {
  const { written, way, otherWays } = attempt
  switch (result.kind) {
    case 'finished':
    case 'failed':
    case 'aborted':
      return undefined
    case 'differs':
      // The shown words stay, and are sent too: after that nothing can differ from them.
      return { ...attempt, split: splitAtEnd(written, result.isBare) }
    case 'withdrawn':
      if (way !== null) abilities.withdraw(way)
      return inNextWay(attempt, otherWays)
    case 'refused':
      return inNextWay(attempt, otherWays)
  }
}

function inNextWay(attempt: Attempt, [way, ...otherWays]: readonly Way[]): Attempt | undefined {
  return way === undefined ? undefined : { ...attempt, way, otherWays }
}

/** How many tokens may still be written; undefined without a limit. */
export function tokensLeft({ settings }: Remote, { tokens }: WriteRequest): number | undefined {
  return settings.maxTokens === undefined ? undefined : settings.maxTokens - tokens
}
