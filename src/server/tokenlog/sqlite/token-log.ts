import type { Clock } from '#shared/clock.ts'
import type { Database } from '../../database/open.ts'
import { decideAppend, producerMark } from '../append-rules.ts'
import type {
  AppendRequest,
  AppendResult,
  ClaimResult,
  Entry,
  LogSpec,
  LogWriter,
  Missing,
  ReadResult,
  TokenLog,
} from '../port.ts'
import { watchers } from '../watchers.ts'
import { createLog, deadlineOf, forkLog, isExpired } from './create.ts'
import { readWithin } from './read.ts'
import { removeRow } from './remove.ts'
import { rowsOf, stateOf, type LogRow } from './rows.ts'

/** What the records use inside their own transaction, so that a turn and its log are there together or not at all. */
export interface LogsWithin {
  /** The empty log of a reply, which this epoch owns. */
  readonly createReply: (id: string, epoch: number) => void
  /** The log of a reply that is over, with all its entries. False: there is a log of this id already. */
  readonly createWhole: (id: string, entries: readonly Entry[]) => boolean
  readonly remove: (id: string) => void
  /** After the commit: readers of removed logs learn that these are gone. */
  readonly tellRemoved: (ids: readonly string[]) => void
}

export interface SqliteTokenLog extends TokenLog {
  readonly within: LogsWithin
}

const replySpec: LogSpec = {
  contentType: 'application/json',
  closed: false,
  ttlSeconds: null,
  expiresAt: null,
  reserved: true,
}

/** The token log in SQLite: one row a message, commits in groups, the fence in the SQL. */
export function sqliteTokenLog({ sqlite, commit }: Database, clock: Clock): SqliteTokenLog {
  const rows = rowsOf(sqlite)
  const waiting = watchers()

  function find(id: string): LogRow | Missing {
    const row = rows.byId(id)
    if (row === undefined) return { kind: 'unknown' }
    if (row.deleted) return { kind: 'gone' }
    return isExpired(row, clock.now()) ? { kind: 'unknown' } : row
  }

  function appendNow(id: string, request: AppendRequest): { result: AppendResult; from: number } {
    const row = find(id)
    if ('kind' in row) return { result: row, from: 0 }
    const { key } = row
    const { producer, entries, close, sequence } = request
    const tail = rows.tail(row)
    extend(row)
    const known = producer === undefined ? undefined : rows.producer(key, producer.id)
    const decision = decideAppend({ ...row, tail }, known, request)
    if (decision.kind === 'duplicate') return { result: { ...decision, tail, closed: row.closed }, from: tail }
    if (decision.kind !== 'append') return { result: decision, from: tail }
    entries.forEach((entry, index) => rows.insertEntry(key, tail + index, entry))
    if (producer !== undefined) rows.setProducer(key, producer)
    if (sequence !== undefined) rows.setSequence(key, sequence)
    if (close) rows.close(key, producer === undefined ? null : producerMark(producer))
    return { result: { kind: 'appended', tail: tail + entries.length, closed: close }, from: tail }
  }

  function extend(row: LogRow): void {
    const deadline = row.ttlSeconds === null ? null : deadlineOf(row, clock.now())
    if (deadline !== null) rows.setDeadline(row.key, deadline)
  }

  function claimNow(id: string, epoch: number): ClaimResult {
    const row = find(id)
    if ('kind' in row) return row
    if (row.epoch !== epoch && !rows.setEpoch(row.key, epoch)) return { kind: 'fenced', epoch: row.epoch }
    const state = stateOf(row, rows.tail(row))
    return { kind: 'claimed', writer: writerOf(row, epoch, state.tail), state }
  }

  function writerOf(row: LogRow, epoch: number, claimedAt: number): LogWriter {
    const { id, key } = row
    // As long as the fence holds nobody else moves the tail, so it need not be looked up for every token.
    let tail = claimedAt
    let rollbacks = commit.rollbacks()

    /** The offset of the first entry, or why nothing was written. */
    function appendFenced(entries: readonly Entry[], close: boolean): number | 'fenced' | 'closed' | 'missing' {
      if (rollbacks !== commit.rollbacks()) {
        tail = rows.tail(row)
        rollbacks = commit.rollbacks()
      }
      const from = tail
      for (const entry of entries) if (!rows.insertFenced(key, epoch, tail++, entry)) return whyRefused(key)
      return close && !rows.closeFenced(key, epoch) ? whyRefused(key) : from
    }

    return {
      append: (entries, close = false) =>
        commit
          .run(() => appendFenced(entries, close))
          .then((from) => {
            if (typeof from !== 'number') return from
            waiting.tell(id, { from, entries, tail: from + entries.length, closed: close })
            return 'appended'
          }),
    }
  }

  function whyRefused(key: number): 'fenced' | 'closed' | 'missing' {
    const row = rows.byKey(key)
    if (row === undefined || row.deleted) return 'missing'
    return row.closed ? 'closed' : 'fenced'
  }

  // A branch that goes may change or take along the log it branched off from, which then is not as it was in the list.
  function removeIfThere(key: number): void {
    const row = rows.byKey(key)
    if (row !== undefined && !row.deleted) removeRow(rows, row)
  }

  return {
    create: (id, spec, first) => commit.run(() => createLog(rows, id, spec, first, clock.now())),
    fork: (id, fork, spec, first) => commit.run(() => forkLog(rows, id, { fork, spec, first }, clock.now())),

    async state(id) {
      const row = find(id)
      return 'kind' in row ? row : { kind: 'state', ...stateOf(row, rows.tail(row)) }
    },

    async touch(id) {
      const row = find(id)
      if (!('kind' in row) && row.ttlSeconds !== null) await commit.run(() => extend(row))
    },

    async append(id, request) {
      const { result, from } = await commit.run(() => appendNow(id, request))
      if (result.kind === 'appended') {
        waiting.tell(id, { from, entries: request.entries, tail: result.tail, closed: result.closed })
      }
      return result
    },

    async read(id, from, limit): Promise<ReadResult> {
      const row = find(id)
      if ('kind' in row) return row
      const state = stateOf(row, rows.tail(row))
      if (from > state.tail) return { kind: 'beyond-tail' }
      const entries = readWithin(rows, row, from, limit)
      return { kind: 'read', entries, next: from + entries.length, state }
    },

    watch: (id, changed) => waiting.add(id, changed),
    // Whoever has it already need not wait for a commit that writes nothing: the first word of a reply waits behind this.
    claim: async (id, epoch) =>
      rows.byId(id)?.epoch === epoch ? claimNow(id, epoch) : commit.run(() => claimNow(id, epoch)),

    async remove(id) {
      const removed = await commit.run(() => {
        const row = find(id)
        if (!('kind' in row)) removeRow(rows, row)
        return row
      })
      if ('kind' in removed) return removed
      waiting.tell(id, undefined)
      return { kind: 'removed' }
    },

    async sweep() {
      if (rows.expired(clock.now()).length === 0) return
      // Looked for again inside: meanwhile one may have been removed, and its id given to another log.
      const removed = await commit.run(() => {
        const expired = rows.expired(clock.now())
        for (const { key } of expired) removeIfThere(key)
        return expired
      })
      for (const { id } of removed) waiting.tell(id, undefined)
    },

    within: {
      createReply(id, epoch) {
        const { kind } = createLog(rows, id, replySpec, [], clock.now())
        if (kind !== 'created') throw new Error(`a log of the id ${id} exists already`)
        claimNow(id, epoch)
      },
      createWhole: (id, entries) =>
        createLog(rows, id, { ...replySpec, closed: true }, entries, clock.now()).kind === 'created',
      remove(id) {
        const row = rows.byId(id)
        if (row !== undefined && !row.deleted) removeRow(rows, row)
      },
      tellRemoved: (ids) => ids.forEach((id) => waiting.tell(id, undefined)),
    },
  }
}
