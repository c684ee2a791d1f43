import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite'
import type { Entry, LogState, ProducerPlace } from '../port.ts'
import type { KnownProducer } from '../append-rules.ts'

/** A log as it lies in the database: see the migration for the columns. */
export interface LogRow {
  readonly key: number
  readonly id: string
  readonly contentType: string
  readonly reserved: boolean
  readonly epoch: number
  readonly firstSeq: number
  readonly closed: boolean
  readonly closedBy: string | null
  readonly deleted: boolean
  readonly ttlSeconds: number | null
  readonly expiresAt: number | null
  readonly deadline: number | null
  readonly lastSequence: string | null
  readonly forkedFrom: number | null
  readonly forkPoint: string | null
  readonly forks: number
}

export type NewLogRow = Pick<
  LogRow,
  | 'id'
  | 'contentType'
  | 'reserved'
  | 'firstSeq'
  | 'closed'
  | 'ttlSeconds'
  | 'expiresAt'
  | 'deadline'
  | 'forkedFrom'
  | 'forkPoint'
>

/** The prepared SQL of the token log, one function a statement. Whoever calls it opens the transaction. */
export interface Rows {
  readonly byId: (id: string) => LogRow | undefined
  readonly byKey: (key: number) => LogRow | undefined
  readonly expired: (now: number) => readonly LogRow[]
  /** The key of the new log. */
  readonly insertLog: (row: NewLogRow) => number
  /** With all that was written to it. */
  readonly deleteLog: (key: number) => void
  readonly markDeleted: (key: number) => void
  readonly countForks: (key: number, change: 1 | -1) => void
  /** The offset after the last entry. */
  readonly tail: (row: Pick<LogRow, 'key' | 'firstSeq'>) => number
  readonly insertEntry: (key: number, seq: number, data: Entry) => void
  readonly setDeadline: (key: number, deadline: number) => void
  readonly setSequence: (key: number, sequence: string) => void
  readonly close: (key: number, by: string | null) => void
  /** Whether the log has this epoch now: false when a higher one owns it. */
  readonly setEpoch: (key: number, epoch: number) => boolean
  readonly producer: (key: number, id: string) => KnownProducer | undefined
  readonly setProducer: (key: number, place: ProducerPlace) => void
  readonly slice: (key: number, from: number, to: number, limit: number) => Iterable<Entry>
  /** False: this epoch may not write. */
  readonly insertFenced: (key: number, epoch: number, seq: number, data: Entry) => boolean
  readonly closeFenced: (key: number, epoch: number) => boolean
}

export function rowsOf(sqlite: DatabaseSync): Rows {
  const byId = sqlite.prepare('select * from logs where id = ?')
  const byKey = sqlite.prepare('select * from logs where key = ?')
  const expired = sqlite.prepare('select * from logs where deadline <= ? and deleted = 0 limit 1000')
  const insertLog = sqlite.prepare(`
    insert into logs (id, content_type, reserved, first_seq, closed, ttl_seconds, expires_at, deadline, forked_from, fork_point)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const deleteLog = sqlite.prepare('delete from logs where key = ?')
  const deleteEntries = sqlite.prepare('delete from entries where log = ?')
  const deleteProducers = sqlite.prepare('delete from producers where log = ?')
  const markDeleted = sqlite.prepare('update logs set deleted = 1, deadline = null where key = ?')
  const countForks = sqlite.prepare('update logs set forks = forks + ? where key = ?')
  const tail = sqlite.prepare('select max(seq) + 1 as tail from entries where log = ?')
  const insertEntry = sqlite.prepare('insert into entries (log, seq, data) values (?, ?, ?)')
  const setDeadline = sqlite.prepare('update logs set deadline = ? where key = ?')
  const setSequence = sqlite.prepare('update logs set last_sequence = ? where key = ?')
  const close = sqlite.prepare('update logs set closed = 1, closed_by = ? where key = ?')
  const setEpoch = sqlite.prepare('update logs set epoch = ? where key = ? and epoch <= ?')
  const producer = sqlite.prepare('select epoch, seq from producers where log = ? and id = ?')
  const setProducer = sqlite.prepare('insert or replace into producers (log, id, epoch, seq) values (?, ?, ?, ?)')
  const slice = sqlite.prepare('select data from entries where log = ? and seq >= ? and seq < ? order by seq limit ?')
  // The fence is in the statement itself: between looking and writing there is nothing.
  const insertFenced = sqlite.prepare(`
    insert into entries (log, seq, data)
    select key, ?3, ?4 from logs where key = ?1 and epoch = ?2 and closed = 0 and deleted = 0`)
  const closeFenced = sqlite.prepare(
    'update logs set closed = 1 where key = ?1 and epoch = ?2 and closed = 0 and deleted = 0',
  )

  return {
    byId: (id) => logRow(byId.get(id)),
    byKey: (key) => logRow(byKey.get(key)),
    expired: (now) => expired.all(now).flatMap((row) => logRow(row) ?? []),
    insertLog(row) {
      const { id, contentType, reserved, firstSeq, closed, ttlSeconds, expiresAt, deadline, forkedFrom, forkPoint } =
        row
      const flags = [Number(reserved), firstSeq, Number(closed)]
      const values = [id, contentType, ...flags, ttlSeconds, expiresAt, deadline, forkedFrom, forkPoint]
      return Number(insertLog.run(...values).lastInsertRowid)
    },
    deleteLog(key) {
      deleteEntries.run(key)
      deleteProducers.run(key)
      deleteLog.run(key)
    },
    markDeleted: (key) => void markDeleted.run(key),
    countForks: (key, change) => void countForks.run(change, key),
    tail: ({ key, firstSeq }) => maybeNumber(tail.get(key)?.['tail']) ?? firstSeq,
    insertEntry: (key, seq, data) => void insertEntry.run(key, seq, data),
    setDeadline: (key, deadline) => void setDeadline.run(deadline, key),
    setSequence: (key, sequence) => void setSequence.run(sequence, key),
    close: (key, by) => void close.run(by, key),
    setEpoch: (key, epoch) => setEpoch.run(epoch, key, epoch).changes === 1,
    producer: (key, id) => knownProducer(producer.get(key, id)),
    setProducer: (key, { id, epoch, seq }) => void setProducer.run(key, id, epoch, seq),
    *slice(key, from, to, limit) {
      for (const row of slice.iterate(key, from, to, limit)) yield entryOf(row['data'])
    },
    insertFenced: (key, epoch, seq, data) => insertFenced.run(key, epoch, seq, data).changes === 1,
    closeFenced: (key, epoch) => closeFenced.run(key, epoch).changes === 1,
  }
}

export function stateOf(row: LogRow, tail: number): LogState {
  const { key, contentType, closed, ttlSeconds, expiresAt, reserved } = row
  return { instance: String(key), contentType, tail, closed, ttlSeconds, expiresAt, reserved }
}

type Raw = ReturnType<StatementSync['get']>

function logRow(raw: Raw): LogRow | undefined {
  if (raw === undefined) return undefined
  return {
    key: Number(raw['key']),
    id: String(raw['id']),
    contentType: String(raw['content_type']),
    reserved: raw['reserved'] === 1,
    epoch: Number(raw['epoch']),
    firstSeq: Number(raw['first_seq']),
    closed: raw['closed'] === 1,
    closedBy: maybeText(raw['closed_by']),
    deleted: raw['deleted'] === 1,
    ttlSeconds: maybeNumber(raw['ttl_seconds']) ?? null,
    expiresAt: maybeNumber(raw['expires_at']) ?? null,
    deadline: maybeNumber(raw['deadline']) ?? null,
    lastSequence: maybeText(raw['last_sequence']),
    forkedFrom: maybeNumber(raw['forked_from']) ?? null,
    forkPoint: maybeText(raw['fork_point']),
    forks: Number(raw['forks']),
  }
}

function knownProducer(raw: Raw): KnownProducer | undefined {
  return raw === undefined ? undefined : { epoch: Number(raw['epoch']), seq: Number(raw['seq']) }
}

function maybeText(value: SQLOutputValue | undefined): string | null {
  return typeof value === 'string' ? value : null
}

function maybeNumber(value: SQLOutputValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function entryOf(value: SQLOutputValue | undefined): Entry {
  if (typeof value === 'string' || value instanceof Uint8Array) return value
  throw new Error(`an entry of a token log is a ${typeof value}`)
}
