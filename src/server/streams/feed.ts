import { formatOffset } from '#protocol/stream.ts'
import type { Cancel, Clock } from '#shared/clock.ts'
import type { Change, Entry, ReadLimit, ReadResult, TokenLog } from '../tokenlog/port.ts'
import { eventDataOf } from './content.ts'

/** Where an event stream goes: a connection, with its back-pressure. */
export interface Sink {
  /** False: full. Nothing more is written until it drains. */
  readonly write: (text: string) => boolean
  readonly onDrain: (drained: () => void) => void
  /** The reader has gone, or we ended it. */
  readonly onClose: (closed: () => void) => void
  readonly end: () => void
}

export interface Followed {
  readonly log: TokenLog
  readonly id: string
  readonly contentType: string
  /** The offset to begin at. */
  readonly from: number
  readonly clock: Clock
  readonly heartbeatMs: number
  readonly cursor: () => string
  /** A failure of the storage: it ends the stream, and the reader comes back. */
  readonly failed: (error: unknown) => void
}

const batch: ReadLimit = { entries: 2_000, bytes: 256 * 1024 }

/** Begins to send a log to one reader. It ends by itself, with the log or with its reader. */
export function openFeed(followed: Followed, sink: Sink): void {
  new Feed(followed, sink).open()
}

/**
 * Sends a log to one reader as server-sent events, from an offset on and for as long as both live (PROTOCOL.md §5.8).
 * A reader that is slow or comes late is served from the log; one at the tail is handed what has just become durable.
 */
class Feed {
  readonly #followed: Followed
  readonly #sink: Sink
  #unwatch: Cancel = () => undefined
  #stopHeartbeat: Cancel = () => undefined
  #position: number
  #isFull = false
  #isReading = false
  #isOver = false
  /** Something came while we could not take it: it is read from the log later. */
  #isBehind = true
  #isQuiet = true
  #hasBegun = false

  constructor(followed: Followed, sink: Sink) {
    this.#followed = followed
    this.#sink = sink
    this.#position = followed.from
  }

  open(): void {
    const { log, id, clock, heartbeatMs } = this.#followed
    this.#unwatch = log.watch(id, (change) => this.#changed(change))
    // Twice as often as the heartbeat is due, or a word just after one beat would put the next off for nearly two.
    this.#stopHeartbeat = clock.every(heartbeatMs / 2, () => this.#beat())
    this.#sink.onDrain(() => this.#drained())
    this.#sink.onClose(() => this.#finish())
    this.#catchUp()
  }

  #changed(change: Change | undefined): void {
    if (this.#isOver) return
    if (change === undefined) this.#end()
    else if (change.entries === undefined || change.from !== this.#position || !this.#canTake) this.#fallBehind()
    else this.#send(change.entries, change)
  }

  get #canTake(): boolean {
    return !this.#isFull && !this.#isReading && !this.#isBehind
  }

  #fallBehind(): void {
    this.#isBehind = true
    this.#catchUp()
  }

  #drained(): void {
    this.#isFull = false
    this.#catchUp()
  }

  // A doorbell can be missed, for instance when another process wrote: so each time we also look.
  #beat(): void {
    if (this.#isQuiet && !this.#isFull) this.#write(': alive\n\n')
    this.#isQuiet = true
    this.#fallBehind()
  }

  #catchUp(): void {
    if (!this.#isBehind || this.#isFull || this.#isReading || this.#isOver) return
    this.#isReading = true
    this.#isBehind = false
    const { log, id, failed } = this.#followed
    log.read(id, this.#position, batch).then(
      (result) => {
        this.#isReading = false
        if (!this.#isOver) this.#gotPart(result)
      },
      (error: unknown) => {
        failed(error)
        this.#end()
      },
    )
  }

  #gotPart(result: ReadResult): void {
    if (result.kind !== 'read') return this.#end()
    const { tail, closed } = result.state
    if (result.next < tail) this.#isBehind = true
    // A reader learns at once where it stands, also when there is nothing to read yet.
    if (result.entries.length > 0 || closed || !this.#hasBegun) this.#send(result.entries, result.state)
    this.#catchUp()
  }

  #send(entries: readonly Entry[], { tail, closed }: Pick<Change, 'tail' | 'closed'>): void {
    this.#hasBegun = true
    this.#position += entries.length
    const isAtEnd = this.#position === tail
    const isLast = isAtEnd && closed
    const { contentType, cursor } = this.#followed
    const data = entries.length === 0 ? '' : dataFrame(this.#position, eventDataOf(entries, contentType))
    this.#write(data + controlFrame(this.#position, { isAtEnd, isLast, cursor }))
    if (isLast) this.#end()
  }

  #write(text: string): void {
    this.#isQuiet = false
    this.#isFull = !this.#sink.write(text)
  }

  #end(): void {
    this.#finish()
    this.#sink.end()
  }

  #finish(): void {
    this.#isOver = true
    this.#unwatch()
    this.#stopHeartbeat()
  }
}

function dataFrame(position: number, data: string): string {
  return `event: data\nid: ${formatOffset(position)}\n${dataLines(data)}\n`
}

interface Control {
  readonly isAtEnd: boolean
  readonly isLast: boolean
  readonly cursor: () => string
}

function controlFrame(position: number, { isAtEnd, isLast, cursor }: Control): string {
  const next = `"streamNextOffset":"${formatOffset(position)}"`
  if (isLast) return `event: control\ndata:{${next},"upToDate":true,"streamClosed":true}\n\n`
  return `event: control\ndata:{${next},"streamCursor":"${cursor()}"${isAtEnd ? ',"upToDate":true' : ''}}\n\n`
}

/**
 * Every kind of line end in a payload becomes a `data:` line of its own: an empty line must never end the event. A
 * reader takes one space off the front of a line, so a line that has one gets another.
 */
function dataLines(payload: string): string {
  if (!/^ |[\r\n]/.test(payload)) return `data:${payload}\n`
  return payload
    .split(/\r\n|\r|\n/)
    .map((line) => `data:${line.startsWith(' ') ? ' ' : ''}${line}\n`)
    .join('')
}
