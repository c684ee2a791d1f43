import type { IncomingMessage } from 'node:http'
import type { Cancel, Clock } from '#shared/clock.ts'
import { openEar, type Ear, type Said } from './ear.ts'
import { eventReader, type EventReader } from './event-reader.ts'
import { failureOf, type Wording } from './failure.ts'
import { openInbox, type Inbox } from './inbox.ts'

export interface Listening {
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly wording: Wording
}

/** No line of a reply is longer; what is longer is not a reply. */
const lineLimit = 1_000_000

/** How long the numbers may take after the finish: some servers leave the connection open for ever. */
const afterFinishMs = 2_000

/** Listens to one answer until it is finished, fails, or the signal aborts: then it ends without a word. */
export async function* listen(incoming: IncomingMessage, listening: Listening): AsyncGenerator<Said, void, undefined> {
  if (/^text\/html\b/i.test(incoming.headers['content-type'] ?? '')) {
    incoming.destroy()
    yield { kind: 'failed', failure: { fault: 'backend-not-a-model', because: `${incoming.statusCode}: a web page` } }
    return
  }
  const { signal, clock, wording } = listening
  const reader = eventReader(lineLimit)
  const ear = openEar(wording)
  const inbox = openInbox(incoming)
  let patience: Patience | undefined
  signal.addEventListener('abort', inbox.wake)
  try {
    while (!signal.aborted && !ear.isOver() && patience?.isOver() !== true) {
      const batch = inbox.take()
      if (batch === 'the end') break
      if (batch === 'nothing yet') {
        await inbox.change()
        continue
      }
      for (const said of batch instanceof Error ? broken(batch, ear, wording) : heard(batch, reader, ear)) {
        yield said
        if (said.kind === 'failed') return
      }
      if (ear.isFinished()) patience ??= havePatience(clock, inbox)
    }
    if (!signal.aborted) yield* last(reader, ear)
  } finally {
    patience?.cancel()
    signal.removeEventListener('abort', inbox.wake)
    inbox.close()
  }
}

function* heard(batch: readonly Buffer[], reader: EventReader, ear: Ear): Generator<Said> {
  for (const chunk of batch) {
    for (const read of reader.take(chunk)) {
      const said = ear.hear(read)
      if (said !== null) yield said
      if (ear.isOver()) return
    }
  }
}

/** What breaks after the finish has broken nothing. */
function broken(error: Error, ear: Ear, wording: Wording): readonly Said[] {
  return ear.isFinished() ? [] : [{ kind: 'failed', failure: failureOf(error, wording) }]
}

function last(reader: EventReader, ear: Ear): readonly Said[] {
  const left = ear.isOver() ? [] : reader.end().map(ear.hear)
  return [...left.filter((said) => said !== null), ...ear.close()]
}

interface Patience {
  readonly isOver: () => boolean
  readonly cancel: Cancel
}

function havePatience(clock: Clock, inbox: Inbox): Patience {
  let isOver = false
  const cancel = clock.after(afterFinishMs, () => {
    isOver = true
    inbox.wake()
  })
  return { isOver: () => isOver, cancel }
}
