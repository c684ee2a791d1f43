import type { DoneEvent, ReplyEvent, Way } from '#protocol/events.ts'
import type { Clock } from '#shared/clock.ts'
import type { Backend, BackendFailure, Piece, PromptMessage, TokenPiece, WriteRequest } from '../models/port.ts'
import type { ReplyLog } from './reply-log.ts'
import { watchdog, type Limits, type Watchdog } from './watchdog.ts'

/** How one request to one back end came out. */
export type Attempted =
  | { readonly kind: 'finished'; readonly end: Pick<DoneEvent, 'finish' | 'usage'> }
  | { readonly kind: 'failed'; readonly failure: BackendFailure }
  /** The job itself was ended from outside. */
  | { readonly kind: 'interrupted' }

export interface Attempt {
  readonly replyId: string
  readonly epoch: number
  readonly messages: readonly PromptMessage[]
  readonly log: ReplyLog
  readonly limits: Limits
  readonly clock: Clock
  /** Ends the whole job, and so this attempt. */
  readonly signal: AbortSignal
  /** Just before the first word. */
  readonly began: (way: Way | null) => void
  readonly garbled: (because: string) => void
  readonly gotToken: () => void
}

// A back end that writes faster than the disk keeps up is not read any further until the disk has caught up.
const backlogLimit = 256

/** Has one back end write the reply, or go on with it, until it ends, fails, falls silent or is interrupted. */
export async function attempt(backend: Backend, job: Attempt): Promise<Attempted> {
  const control = new AbortController()
  const passOn = (): void => control.abort(job.signal.reason)
  job.signal.addEventListener('abort', passOn, { once: true })
  if (job.signal.aborted) passOn()
  let silence: BackendFailure | undefined
  const dog = watchdog(job.clock, job.limits, (silentMs) => {
    silence = { fault: 'backend-silent', because: `${backend.info.name} sent nothing for ${silentMs} ms` }
    control.abort(new Error(silence.because))
  })
  try {
    const result = await follow(backend.write(requestOf(job, control.signal)), job, dog)
    if (result !== undefined) return result
    if (job.signal.aborted) return { kind: 'interrupted' }
    return {
      kind: 'failed',
      failure: silence ?? { fault: 'backend-cut', because: `${backend.info.name} ended without a word` },
    }
  } finally {
    dog.stop()
    job.signal.removeEventListener('abort', passOn)
  }
}

function requestOf({ replyId, epoch, messages, log }: Attempt, signal: AbortSignal): WriteRequest {
  return { replyId, epoch, messages, written: [...log.written], tokens: log.tokens, signal }
}

/** Undefined when the stream was ended by its signal. */
async function follow(pieces: AsyncIterable<Piece>, job: Attempt, dog: Watchdog): Promise<Attempted | undefined> {
  for await (const piece of pieces) {
    switch (piece.kind) {
      case 'began':
        job.began(piece.way)
        break
      case 'token':
        dog.sawLife()
        job.gotToken()
        job.log.add(eventOf(piece), piece.count)
        if (job.log.backlog > backlogLimit) await catchUp(job.log, dog)
        break
      case 'garbled':
        job.garbled(piece.because)
        break
      case 'end':
        return { kind: 'finished', end: { finish: piece.finish, usage: piece.usage } }
      case 'failed':
        return { kind: 'failed', failure: piece.failure }
    }
  }
  return undefined
}

function eventOf({ text, ids }: TokenPiece): ReplyEvent {
  return ids === undefined ? { t: 'token', text } : { t: 'token', text, ids: [...ids] }
}

/** Waits for the disk. The back end cannot be heard meanwhile, so its silence is not its own. */
async function catchUp(log: ReplyLog, dog: Watchdog): Promise<void> {
  dog.rest()
  await log.settled()
  dog.sawLife()
}
