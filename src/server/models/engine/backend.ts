import type { BackendInfo } from '#protocol/backends.ts'
import type { Clock } from '#shared/clock.ts'
import { hash32 } from '#shared/ids.ts'
import type { Log } from '#shared/log.ts'
import type { Backend, Piece, WriteRequest } from '../port.ts'
import type { Engine } from './engine.ts'
import { Mailbox } from './mailbox.ts'
import { pace } from './pace.ts'
import type { Job } from './process.ts'

/** What an embedded model takes from its surroundings. */
export interface EmbeddedOptions {
  readonly log: Log
  readonly clock: Clock
  readonly dataDir: string
  /** How fast a reply is shown at most; 0 for as fast as it is written. */
  readonly tokensPerSecond?: number
}

/** How a model is asked to write. */
export type Manner = Omit<Job, 'seed' | 'messages' | 'written'> & { readonly tokensPerSecond: number }

export interface EmbeddedBackend extends Backend {
  /** Begins the engine, so that the first reply need not wait for it. Resolves when it runs, or cannot. */
  readonly prepare: () => Promise<void>
}

export function embeddedBackend(info: BackendInfo, engine: Engine, manner: Manner, clock: Clock): EmbeddedBackend {
  const { tokensPerSecond, ...job } = manner
  return {
    info,
    write: (request) => pace(write(engine, job, request), { tokensPerSecond, clock, signal: request.signal }),
    prepare: async () => void (await engine.run()),
    close: () => engine.close(),
  }
}

async function* write(
  engine: Engine,
  job: Omit<Manner, 'tokensPerSecond'>,
  { replyId, messages, written, signal }: WriteRequest,
): AsyncGenerator<Piece, void, undefined> {
  if (signal.aborted) return
  const pieces = new Mailbox<Piece>()
  const stop = engine.write({ ...job, seed: hash32(replyId), messages, written }, pieces)
  signal.addEventListener('abort', stop, { once: true })
  try {
    yield* pieces
  } finally {
    // Also when the reader goes away without an abort.
    signal.removeEventListener('abort', stop)
    stop()
  }
}
