import type { CreateResult, Entry, Fork, ForkSpec, LogSpec } from '../port.ts'
import { removeRow } from './remove.ts'
import { sliceOf } from './read.ts'
import { stateOf, type LogRow, type NewLogRow, type Rows } from './rows.ts'

/** Creates a log, inside the caller's transaction. */
export function createLog(rows: Rows, id: string, spec: LogSpec, first: readonly Entry[], now: number): CreateResult {
  const wanted: NewLogRow = {
    ...spec,
    id,
    firstSeq: 0,
    deadline: deadlineOf(spec, now),
    forkedFrom: null,
    forkPoint: null,
  }
  return place(rows, wanted, first, now)
}

/** Creates a log that branches off from another, inside the caller's transaction (PROTOCOL.md §4.2). */
export function forkLog(
  rows: Rows,
  id: string,
  { fork, spec, first }: { readonly fork: Fork; readonly spec: ForkSpec; readonly first: readonly Entry[] },
  now: number,
): CreateResult {
  const source = rows.byId(fork.source)
  if (source === undefined || (isExpired(source, now) && !source.deleted)) return { kind: 'no-source' }
  const contentType = spec.contentType ?? source.contentType
  const wanted: NewLogRow = {
    id,
    contentType,
    closed: spec.closed,
    reserved: false,
    ...inheritedExpiry(source, spec, now),
    firstSeq: 0,
    forkedFrom: source.key,
    forkPoint: `${fork.offset ?? 'tail'}+${fork.subOffset}`,
  }
  const existing = living(rows, id, now)
  if (existing !== undefined) return compare(rows, existing, wanted)
  if (source.deleted) return { kind: 'source-gone' }
  if (contentType !== source.contentType) return { kind: 'type-mismatch', contentType: source.contentType }
  const prefix = prefixOf(rows, source, fork)
  if (prefix === undefined) return { kind: 'beyond-tail' }
  rows.countForks(source.key, 1)
  return place(rows, { ...wanted, firstSeq: prefix.firstSeq }, [...prefix.part, ...first], now)
}

/** When a log expires if nobody touches it from now on. */
export function deadlineOf(
  { ttlSeconds, expiresAt }: Pick<LogSpec, 'ttlSeconds' | 'expiresAt'>,
  now: number,
): number | null {
  return ttlSeconds === null ? expiresAt : now + ttlSeconds * 1000
}

export function isExpired({ deadline }: Pick<LogRow, 'deadline'>, now: number): boolean {
  return deadline !== null && deadline <= now
}

function place(rows: Rows, wanted: NewLogRow, first: readonly Entry[], now: number): CreateResult {
  const existing = living(rows, wanted.id, now)
  if (existing !== undefined) return compare(rows, existing, wanted)
  const key = rows.insertLog(wanted)
  first.forEach((entry, index) => rows.insertEntry(key, wanted.firstSeq + index, entry))
  return { kind: 'created', state: { ...wanted, instance: String(key), tail: wanted.firstSeq + first.length } }
}

/** The log of this id that is still there. One that has expired makes way. */
function living(rows: Rows, id: string, now: number): LogRow | undefined {
  const row = rows.byId(id)
  if (row === undefined || row.deleted || !isExpired(row, now)) return row
  removeRow(rows, row)
  return rows.byId(id)
}

function compare(rows: Rows, existing: LogRow, wanted: NewLogRow): CreateResult {
  const same =
    !existing.deleted &&
    existing.contentType === wanted.contentType &&
    existing.closed === wanted.closed &&
    existing.reserved === wanted.reserved &&
    existing.ttlSeconds === wanted.ttlSeconds &&
    existing.expiresAt === wanted.expiresAt &&
    existing.forkedFrom === wanted.forkedFrom &&
    existing.forkPoint === wanted.forkPoint
  return same ? { kind: 'exists', state: stateOf(existing, rows.tail(existing)) } : { kind: 'taken' }
}

/** The fork's own expiry if it asked for one, else the source's, counted anew. */
function inheritedExpiry(
  source: LogRow,
  spec: ForkSpec,
  now: number,
): Pick<NewLogRow, 'ttlSeconds' | 'expiresAt' | 'deadline'> {
  const hasOwn = spec.ttlSeconds !== null || spec.expiresAt !== null
  const { ttlSeconds, expiresAt } = hasOwn ? spec : source
  return { ttlSeconds, expiresAt, deadline: deadlineOf({ ttlSeconds, expiresAt }, now) }
}

/** Where the fork's own messages begin, and the part of the next message that it takes along. */
function prefixOf(
  rows: Rows,
  source: LogRow,
  { offset, subOffset }: Fork,
): { readonly firstSeq: number; readonly part: readonly Entry[] } | undefined {
  const tail = rows.tail(source)
  const from = offset ?? tail
  if (from > tail) return undefined
  if (subOffset === 0) return { firstSeq: from, part: [] }
  if (source.contentType === 'application/json') {
    return from + subOffset > tail ? undefined : { firstSeq: from + subOffset, part: [] }
  }
  const [next] = sliceOf(rows, source, { from, to: from + 1, limit: 1 })
  const bytes = typeof next === 'string' ? new TextEncoder().encode(next) : next
  if (bytes === undefined || subOffset > bytes.length) return undefined
  return { firstSeq: from, part: [bytes.subarray(0, subOffset)] }
}
