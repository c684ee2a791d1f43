import type { Problem } from '#protocol/problem.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { troubleOf, troubleWithoutAnswer } from '../api/trouble.ts'
import type { Means } from '../means.ts'

type Bytes = AsyncIterable<Uint8Array<ArrayBuffer>>

// Longer than any pause while an archive is made; a connection that is silent for so long brings nothing more.
const patienceMs = 60_000

/** All chats of the server as bare lines, as they come. They break off with an error when the connection does. */
export async function serverCopy({ fetch, clock, isOnline }: Means): Promise<Outcome<Bytes, Problem>> {
  const giveUp = new AbortController()
  let cancel = clock.after(patienceMs, () => giveUp.abort())
  try {
    const response = await fetch('/api/export?format=jsonl', { signal: giveUp.signal })
    if (!response.ok) return fail(await troubleOf(response))
    return ok(bytesOf(response))
  } catch (error) {
    return fail(troubleWithoutAnswer(isOnline(), String(error)))
  } finally {
    cancel()
  }

  async function* bytesOf({ body }: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    if (body === null) return
    const reader = body.getReader()
    try {
      for (;;) {
        cancel = clock.after(patienceMs, () => giveUp.abort())
        const next = await reader.read()
        cancel()
        if (next.done) return
        yield next.value
      }
    } finally {
      cancel()
      await reader.cancel()
    }
  }
}
