import type { Piece } from '../port.ts'
import type { Result } from './attempt.ts'
import { openEar } from './ear.ts'
import { eventReader, type Read } from './event-reader.ts'
import { failureOf, type Wording } from './failure.ts'
import { openTeller, type TellerOptions } from './tell.ts'

/** Turns the bytes of one answer into pieces. After a result it must not be used any more. */
export interface Listener {
  readonly hear: (batch: readonly Buffer[]) => readonly Piece[]
  /** The connection broke. */
  readonly breakOff: (error: Error) => readonly Piece[]
  /** Nothing more comes. */
  readonly end: () => readonly Piece[]
  /** The reason to finish has come: only numbers may follow. */
  readonly isFinished: () => boolean
  /** Undefined until it is known. */
  readonly result: () => Result | undefined
}

export interface ListenerOptions extends TellerOptions {
  readonly wording: Wording
}

/** No line of a reply is longer; what is longer is not a reply. */
const lineLimit = 1_000_000

export function openListener({ wording, way, sieve }: ListenerOptions): Listener {
  const reader = eventReader(lineLimit)
  const ear = openEar(wording)
  const teller = openTeller({ way, sieve })

  function isOver(): boolean {
    return ear.isOver() || teller.result() !== undefined
  }

  function hearAll(reads: readonly Read[]): void {
    for (const read of reads) {
      if (isOver()) return
      const said = ear.hear(read)
      if (said !== null) teller.tell(said)
    }
  }

  function close(): readonly Piece[] {
    for (const said of ear.close()) if (teller.result() === undefined) teller.tell(said)
    return teller.take()
  }

  function end(): readonly Piece[] {
    hearAll(reader.end())
    return close()
  }

  return {
    hear(batch) {
      for (const chunk of joined(batch)) if (!isOver()) hearAll(reader.take(chunk))
      return ear.isOver() ? close() : teller.take()
    },
    breakOff(error) {
      // What breaks after the finish has broken nothing.
      if (ear.isFinished()) return end()
      teller.tell({ kind: 'failed', failure: failureOf(error, wording) })
      return teller.take()
    },
    end,
    isFinished: ear.isFinished,
    result: teller.result,
  }
}

/** One chunk is read faster than many short ones. */
function joined(batch: readonly Buffer[]): readonly Buffer[] {
  if (batch.length < 2) return batch
  const sizeBytes = batch.reduce((sum, { length }) => sum + length, 0)
  return sizeBytes <= joinedLimitBytes ? [Buffer.concat(batch, sizeBytes)] : batch
}

/** Far less than a line may have, so that joining hides none that is too long. */
const joinedLimitBytes = 64 * 1024
