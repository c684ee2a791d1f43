import { formatOffset } from '#protocol/stream.ts'
import type { Clock } from '#shared/clock.ts'
import type { Change, Entry, ReadLimit, TokenLog } from '../tokenlog/port.ts'
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

export interface Feed {
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

/**
 * Sends a log to one reader as server-sent events, from an offset on and for as long as both live (PROTOCOL.md §5.8).
 * A reader that is slow or comes late is served from the log; one at the tail is handed what has just become durable.
 */
export function feed({ log, id, contentType, from, clock, heartbeatMs, cursor, failed }: Feed, sink: Sink): void {
  let position = from
  let isFull = false
  let isReading = false
  let isOver = false
  // Set when something came while we could not take it: it is read from the log later.
  let isBehind = true
  let isQuiet = true

  const unwatch = log.watch(id, onChange)
  // Twice as often as the heartbeat is due, or a word just after one beat would put the next off for nearly two.
  // A doorbell can be missed, for instance when another process wrote: so each time we also look.
  const stopHeartbeat = clock.every(heartbeatMs / 2, () => {
    if (isQuiet && !isFull) write(': alive\n\n')
    isQuiet = true
    isBehind = true
    catchUp()
  })
  sink.onClose(finish)
  sink.onDrain(() => {
    isFull = false
    catchUp()
  })
  catchUp()

  function onChange(change: Change | undefined): void {
    if (isOver) return
    if (change === undefined) return end()
    if (change.entries === undefined || change.from !== position || isFull || isReading || isBehind) {
      isBehind = true
      return catchUp()
    }
    send(change.entries, change)
  }

  function catchUp(): void {
    if (!isBehind || isFull || isReading || isOver) return
    isReading = true
    isBehind = false
    log.read(id, position, batch).then(
      (result) => {
        isReading = false
        if (isOver) return
        if (result.kind !== 'read') return end()
        const { tail, closed } = result.state
        if (result.next < tail) isBehind = true
        if (result.entries.length > 0 || isFirst || closed) send(result.entries, { tail, closed })
        catchUp()
      },
      (error: unknown) => {
        failed(error)
        end()
      },
    )
  }

  let isFirst = true

  function send(
    entries: readonly Entry[],
    { tail, closed }: { readonly tail: number; readonly closed: boolean },
  ): void {
    isFirst = false
    position += entries.length
    const isAtEnd = position === tail
    const isLast = isAtEnd && closed
    write(dataFrame(entries) + controlFrame(position, { isAtEnd, isLast, cursor }))
    if (isLast) end()
  }

  function dataFrame(entries: readonly Entry[]): string {
    if (entries.length === 0) return ''
    return `event: data\nid: ${formatOffset(position)}\n${dataLines(eventDataOf(entries, contentType))}\n`
  }

  function write(text: string): void {
    isQuiet = false
    isFull = !sink.write(text)
  }

  function end(): void {
    finish()
    sink.end()
  }

  function finish(): void {
    isOver = true
    unwatch()
    stopHeartbeat()
  }
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
