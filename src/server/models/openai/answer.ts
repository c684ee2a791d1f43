import type { IncomingMessage } from 'node:http'
import type { Cancel, Clock } from '#shared/clock.ts'
import type { Result } from './attempt.ts'
import type { Crowd } from './crowd.ts'
import { openInbox } from './inbox.ts'
import type { Listener } from './listen.ts'
import { told, type Source } from './pieces.ts'

/** One answer as it comes, until it is finished, fails, or the signal aborts: then it ends without a word. */
export interface Answer extends Source {
  readonly close: () => void
  /** How it went, after the end. */
  readonly result: () => Result
}

export interface AnswerOptions {
  readonly listener: Listener
  readonly clock: Clock
  readonly crowd: Crowd
  readonly signal: AbortSignal
}

/** How long the numbers may take after the finish: some servers leave the connection open for ever. */
const afterFinishMs = 2_000

export function openAnswer(incoming: IncomingMessage, { listener, clock, crowd, signal }: AnswerOptions): Answer {
  const inbox = openInbox(incoming, { crowd, clock })
  let cancelPatience: Cancel | undefined
  let isPatienceOver = false
  signal.addEventListener('abort', inbox.wake)

  function havePatience(): Cancel {
    return clock.after(afterFinishMs, () => {
      isPatienceOver = true
      inbox.wake()
    })
  }

  function take(): ReturnType<Source['take']> {
    if (signal.aborted || listener.result() !== undefined) return 'the end'
    const came = isPatienceOver ? 'the end' : inbox.take()
    if (came === 'nothing yet') return came
    if (came === 'the end') return listener.end()
    if (came instanceof Error) return listener.breakOff(came)
    const pieces = listener.hear(came)
    if (listener.isFinished()) cancelPatience ??= havePatience()
    return pieces
  }

  return {
    take,
    onChange: inbox.onChange,
    close() {
      cancelPatience?.()
      signal.removeEventListener('abort', inbox.wake)
      inbox.close()
    },
    result: () => listener.result() ?? { kind: 'aborted' },
  }
}

/** For a request that was not granted. */
export function noAnswer(result: Result): Answer {
  return { ...told(), close: () => undefined, result: () => result }
}
