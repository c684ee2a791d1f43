import type { RemoteBackend } from '#protocol/backends.ts'
import type { Way } from '#protocol/events.ts'
import type { Clock } from '#shared/clock.ts'
import type { Piece, WriteRequest } from '../port.ts'
import { namesContinuation, type Abilities } from './abilities.ts'
import { askFor } from './ask.ts'
import type { Client } from './client.ts'
import type { Dialect } from './dialect.ts'
import type { Wording } from './failure.ts'
import { finishOf } from './finish.ts'
import { listen } from './listen.ts'
import type { Split } from './seam/plan.ts'
import type { Sieve } from './seam/sieve.ts'
import { openTeller } from './tell.ts'

/** A back end with what was learned of it. */
export interface Remote {
  readonly settings: RemoteBackend
  readonly clock: Clock
  readonly wording: Wording
  readonly client: Client
  readonly dialect: Dialect
  readonly abilities: Abilities
}

/** One request to write a reply, or to go on with it in one way. */
export interface Attempt {
  readonly request: WriteRequest
  /** Null at a beginning. */
  readonly way: Way | null
  readonly split: Split
  readonly sieve: Sieve
  /** No other way is left, so that a refusal is the end. */
  readonly isLast: boolean
}

/**
 * How an attempt went: `settled` when the reply came to its end or failed, or was aborted; `differs` when the back end
 * went on with other words than the shown ones; `refused` when this way did not work, `withdrawn` when it never will.
 */
export type Result =
  | { readonly kind: 'settled' | 'refused' | 'withdrawn' }
  | { readonly kind: 'differs'; readonly isBare: boolean }

const settled: Result = { kind: 'settled' }

export async function* attempt(remote: Remote, attempted: Attempt): AsyncGenerator<Piece, Result, undefined> {
  const { request, way, sieve, isLast } = attempted
  const { signal } = request
  const before = request.written.length
  const maxTokens = tokensLeft(remote, request)
  if (maxTokens !== undefined && maxTokens <= 0) {
    yield { kind: 'began', way }
    yield { kind: 'end', finish: 'length', usage: { promptTokens: null, completionTokens: before } }
    return settled
  }

  const answer = await ask(remote, attempted, maxTokens)
  if (signal.aborted) return settled
  if (!answer.ok) {
    const { failure, words } = answer.error
    if (failure.fault === 'backend-rejected' && !isLast)
      return { kind: namesContinuation(words) ? 'withdrawn' : 'refused' }
    yield { kind: 'failed', failure }
    return settled
  }

  const teller = openTeller({ way, sieve, before })
  for await (const said of listen(answer.value, { signal, clock: remote.clock, wording: remote.wording })) {
    const step = teller.hear(said)
    if (step.kind !== 'tell') return step.kind === 'anew' ? { kind: 'withdrawn' } : step
    for (const piece of step.pieces) yield piece
    if (said.kind === 'finished') yield teller.end(said, await finishOf(said, { ...remote, maxTokens, signal }))
  }
  return settled
}

/** How many tokens may still be written; undefined without a limit. */
function tokensLeft({ settings }: Remote, { written }: WriteRequest): number | undefined {
  return settings.maxTokens === undefined ? undefined : settings.maxTokens - written.length
}

/** Asks, and once more in other words if the back end did not understand a field that can be left out. */
async function ask({ client, dialect, settings }: Remote, attempted: Attempt, maxTokens: number | undefined) {
  const { request, way, split } = attempted
  const { model, template = 'chatml' } = settings
  const question = { model, messages: request.messages, sent: split.sent, way, maxTokens, template }
  const first = askFor(question, dialect)
  const answer = await client.post(first.path, first.body, request.signal)
  if (answer.ok || answer.error.failure.fault !== 'backend-rejected') return answer
  const forget = dialect.learn(answer.error.words)
  if (forget === undefined) return answer
  const second = askFor(question, dialect)
  const again = await client.post(second.path, second.body, request.signal)
  if (!again.ok) forget()
  return again
}
