import type { Clock } from '#shared/clock.ts'
import type { EdgeClocks } from './clocks.ts'
import { comment, isBetweenEvents } from './event-stream.ts'

export interface Watching {
  readonly clock: Pick<Clock, 'after'>
  readonly clocks: Pick<EdgeClocks, 'heartbeatMs' | 'stallMs'>
  /** Told once how the stream broke off. Gives back what its reader is told, where that can be put in. */
  readonly onCut: (error: unknown) => string
}

/** The origin said nothing more within the time that it has. */
export class StallError extends Error {}

/** An event stream on its way to a reader: kept alive while it is silent, and broken off, never ended, where it breaks off. */
export function watchedEvents(body: ReadableStream<Uint8Array>, watching: Watching): ReadableStream<Uint8Array> {
  const source = new WatchedEvents(body, watching)
  // Nothing is read ahead: while the reader is slow, nobody counts a silence that is not the origin's.
  return new ReadableStream(source, { highWaterMark: 0 })
}

class WatchedEvents implements UnderlyingDefaultSource<Uint8Array> {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #watching: Watching
  #reading: Promise<ReadableStreamReadResult<Uint8Array>> | undefined
  #silentMs = 0
  #lastPart: Uint8Array | undefined
  #cutBy: unknown

  constructor(body: ReadableStream<Uint8Array>, watching: Watching) {
    this.#reader = body.getReader()
    this.#watching = watching
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    if (this.#cutBy !== undefined) {
      await moment(this.#watching.clock)
      controller.error(this.#cutBy)
      return
    }
    try {
      await this.#pass(controller)
    } catch (error) {
      this.#cut(controller, error)
    }
  }

  async cancel(reason: unknown): Promise<void> {
    await this.#reader.cancel(reason)
  }

  async #pass(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    const { clock, clocks } = this.#watching
    for (;;) {
      const waitMs = Math.min(clocks.heartbeatMs, clocks.stallMs - this.#silentMs)
      this.#reading ??= this.#reader.read()
      const heard = await within(this.#reading, waitMs, clock)
      if (heard !== undefined) {
        this.#reading = undefined
        this.#silentMs = 0
        this.#take(controller, heard)
        return
      }
      this.#silentMs += waitMs
      if (this.#silentMs >= clocks.stallMs) throw new StallError(`nothing more came within ${clocks.stallMs} ms`)
      if (isBetweenEvents(this.#lastPart)) {
        controller.enqueue(encoder.encode(comment))
        return
      }
    }
  }

  #take(controller: ReadableStreamDefaultController<Uint8Array>, heard: ReadableStreamReadResult<Uint8Array>): void {
    if (heard.done) {
      controller.close()
      return
    }
    this.#lastPart = heard.value
    controller.enqueue(heard.value)
  }

  /** Its reader is told why if an event had just ended. The break itself follows: it would throw away what is still to be read. */
  #cut(controller: ReadableStreamDefaultController<Uint8Array>, error: unknown): void {
    const told = this.#watching.onCut(error)
    this.#cutBy = error
    if (isBetweenEvents(this.#lastPart)) controller.enqueue(encoder.encode(told))
    else controller.error(error)
    if (error instanceof StallError) void this.#reader.cancel(error)
  }
}

const encoder = new TextEncoder()

/** Runtimes gather what can be read at once, and throw it away with the stream that breaks: so there is a pause before. */
function moment(clock: Pick<Clock, 'after'>): Promise<void> {
  return new Promise((resolve) => void clock.after(1, resolve))
}

/** What a promise comes to, or undefined if it takes longer. */
function within<T>(promise: Promise<T>, ms: number, clock: Pick<Clock, 'after'>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => resolve(undefined))
    promise.then(resolve, reject).finally(cancel)
  })
}
