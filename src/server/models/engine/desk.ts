import type { LlamaContextSequence } from 'node-llama-cpp'
import { messageOf } from './llama.ts'
import type { LoadedModel } from './llama.ts'
import type { EnginePiece, WriteOrder } from './messages.ts'
import { writeReply } from './reply.ts'
import { Seats } from './seats.ts'

export type Tell = (job: number, piece: EnginePiece) => void

/** Writes the replies that are ordered, several at once, each on a sequence of its own. */
export class Desk {
  readonly #loaded: LoadedModel
  readonly #tell: Tell
  readonly #sequences: Seats<LlamaContextSequence>
  readonly #jobs = new Map<number, AbortController>()

  constructor(loaded: LoadedModel, tell: Tell) {
    this.#loaded = loaded
    this.#tell = tell
    this.#sequences = new Seats(loaded.sequences)
  }

  async write(order: WriteOrder): Promise<void> {
    const stop = new AbortController()
    this.#jobs.set(order.job, stop)
    // There are never more orders than sequences, but one that was just stopped may not have let go of its own yet.
    const sequence = await this.#sequences.take()
    try {
      const run = { loaded: this.#loaded, sequence, order, signal: stop.signal }
      for await (const piece of writeReply(run)) this.#tell(order.job, piece)
    } catch (error) {
      this.#tell(order.job, { kind: 'failed', failure: { fault: 'engine-died', because: messageOf(error) } })
    } finally {
      this.#jobs.delete(order.job)
      this.#sequences.giveBack(sequence)
    }
  }

  stop(job: number): void {
    this.#jobs.get(job)?.abort()
  }
}
