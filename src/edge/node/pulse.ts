import type { IncomingMessage } from 'node:http'
import type { Writable } from 'node:stream'
import type { Cancel, Clock } from '#shared/clock.ts'
import type { EdgeClocks } from '../clocks.ts'
import { comment, isBetweenEvents, isOpenEventStream } from '../event-stream.ts'
import type { Account } from '../observe/account.ts'
import { SilenceError } from './dial.ts'

interface Pulsing {
  readonly answer: IncomingMessage
  readonly response: Writable
  readonly account: Account
  readonly clock: Clock
  readonly clocks: EdgeClocks
}

/** Watches an answer on its way to the visitor: keeps an event stream alive, and ends an answer that has fallen silent. */
export class Pulse {
  readonly #pulsing: Pulsing
  readonly #mayPutIn: boolean
  #lastPart: Uint8Array | undefined
  #heardAt: number
  #beatAt: number
  #cancel: Cancel

  constructor(pulsing: Pulsing) {
    const { answer, response, account, clock } = pulsing
    this.#pulsing = pulsing
    this.#mayPutIn = isOpenEventStream((name) => oneOf(answer.headers[name]))
    if (this.#mayPutIn) account.noteStream()
    this.#heardAt = clock.now()
    this.#beatAt = this.#heardAt
    this.#cancel = this.#lookLater()
    answer.on('data', (part: Uint8Array) => {
      this.#lastPart = part
      account.sizeOutBytes += part.length
      this.#heardAt = clock.now()
    })
    answer.on('close', () => this.#cancel())
    response.on('close', () => this.#cancel())
  }

  /** Whether something of the edge's own may be put into the body right here. */
  isOpen(): boolean {
    return this.#mayPutIn && isBetweenEvents(this.#lastPart)
  }

  #lookLater(): Cancel {
    const { clock, clocks } = this.#pulsing
    const now = clock.now()
    const beatIn = Math.max(this.#heardAt, this.#beatAt) + clocks.heartbeatMs - now
    const stallIn = this.#heardAt + clocks.stallMs - now
    return clock.after(Math.max(1, Math.min(beatIn, stallIn)), () => this.#look())
  }

  #look(): void {
    const { answer, response, clock, clocks } = this.#pulsing
    const now = clock.now()
    // Who reads slowly holds the origin back: that silence is not the origin's.
    if (response.writableNeedDrain) this.#heardAt = now
    if (now - this.#heardAt >= clocks.stallMs) {
      answer.destroy(new SilenceError(`nothing more came within ${clocks.stallMs} ms`))
      return
    }
    if (now - Math.max(this.#heardAt, this.#beatAt) >= clocks.heartbeatMs) {
      this.#beatAt = now
      if (this.isOpen() && !response.writableNeedDrain) response.write(comment)
    }
    this.#cancel = this.#lookLater()
  }
}

function oneOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0]
}
