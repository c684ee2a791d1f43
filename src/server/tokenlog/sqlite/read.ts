import type { Entry, ReadLimit } from '../port.ts'
import type { LogRow, Rows } from './rows.ts'

interface Slice {
  readonly from: number
  readonly to: number
  readonly limit: number
}

/** The messages of a log in a stretch, those inherited from its sources included. */
export function* sliceOf(rows: Rows, row: LogRow, { from, to, limit }: Slice): Generator<Entry> {
  let left = limit
  if (from < row.firstSeq && row.forkedFrom !== null) {
    const source = rows.byKey(row.forkedFrom)
    if (source === undefined) throw new Error(`the log ${row.id} has lost the log it branched off from`)
    for (const entry of sliceOf(rows, source, { from, to: Math.min(to, row.firstSeq), limit })) {
      yield entry
      left--
    }
  }
  if (left === 0) return
  yield* rows.slice(row.key, Math.max(from, row.firstSeq), to, left)
}

/** As many messages as fit the limit; at least one, or nothing larger than the limit could ever be read. */
export function readWithin(rows: Rows, row: LogRow, from: number, limit: ReadLimit): Entry[] {
  const entries: Entry[] = []
  let bytes = 0
  for (const entry of sliceOf(rows, row, { from, to: Number.MAX_SAFE_INTEGER, limit: limit.entries })) {
    entries.push(entry)
    bytes += entry.length
    if (bytes >= limit.bytes) break
  }
  return entries
}
