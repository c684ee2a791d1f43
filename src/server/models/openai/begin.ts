import type { IncomingMessage } from 'node:http'
import { namesContinuation } from './abilities.ts'
import { noAnswer, openAnswer, type Answer } from './answer.ts'
import { askFor } from './ask.ts'
import { tokensLeft, type Attempt, type Remote, type Result } from './attempt.ts'
import type { Refused } from './client.ts'
import { openListener } from './listen.ts'
import { seamSieve } from './seam/plan.ts'
import { open } from './seam/sieve.ts'

/** Asks the back end to write, and listens to its answer. */
export async function begin(remote: Remote, attempt: Attempt): Promise<Answer> {
  const { signal } = attempt.request
  const asked = await ask(remote, attempt)
  if (signal.aborted) return noAnswer({ kind: 'aborted' })
  if (!asked.ok) return noAnswer(refusal(asked.error, attempt))
  if (isWebPage(asked.value)) return webPage(asked.value)
  const { way } = attempt
  const listener = openListener({ wording: remote.wording, way, sieve: sieveFor(attempt, remote) })
  return openAnswer(asked.value, { listener, clock: remote.clock, crowd: remote.crowd, signal })
}

/** Asks, and once more in other words if the back end did not understand a field that can be left out. */
async function ask(remote: Remote, { request, way, split }: Attempt) {
  const { client, dialect, settings } = remote
  const { model, template = 'chatml' } = settings
  const maxTokens = tokensLeft(remote, request)
  const question = { model, messages: request.messages, sent: split.sent, way, maxTokens, template }
  const first = askFor(question, dialect)
  const answer = await client.post(first.path, first.body, request.signal)
  if (answer.ok || answer.error.failure.fault !== 'backend-rejected') return answer
  const forget = dialect.learn(answer.error.words)
  const second = askFor(question, dialect)
  // Another reply may have learned the same while this one waited.
  if (JSON.stringify(second) === JSON.stringify(first)) return answer
  const again = await client.post(second.path, second.body, request.signal)
  if (!again.ok) forget?.()
  return again
}

function refusal({ failure, words }: Refused, { otherWays }: Attempt): Result {
  if (failure.fault !== 'backend-rejected' || otherWays.length === 0) return { kind: 'failed', failure }
  return { kind: namesContinuation(words) ? 'withdrawn' : 'refused' }
}

function isWebPage({ headers }: IncomingMessage): boolean {
  return /^text\/html\b/i.test(headers['content-type'] ?? '')
}

function webPage(incoming: IncomingMessage): Answer {
  incoming.destroy()
  const because = `${incoming.statusCode}: a web page`
  return noAnswer({ kind: 'failed', failure: { fault: 'backend-not-a-model', because } })
}

function sieveFor({ split, way }: Attempt, { abilities }: Remote) {
  return way === null ? open : seamSieve({ split, way, isDeclared: abilities.isDeclared(way) })
}
