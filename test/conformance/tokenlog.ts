import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AppendRequest, Change, Entry, LogSpec, LogWriter, TokenLog } from '../../src/server/tokenlog/port.ts'

/** A token log to test, with a second one over the same data, as another server would have it. */
export interface OpenedLogs {
  readonly log: TokenLog
  readonly other: TokenLog
  /** Moves the clock of both. */
  readonly advance: (ms: number) => void
  readonly close: () => Promise<void>
}

const json: LogSpec = {
  contentType: 'application/json',
  closed: false,
  ttlSeconds: null,
  expiresAt: null,
  reserved: false,
}
const reply: LogSpec = { ...json, reserved: true }
const all = { entries: 1_000, bytes: 1_000_000 }

/** What every engine of the token log must do. The wire's own rules are in the public conformance suite. */
export function tokenLogConformance(name: string, open: () => Promise<OpenedLogs>): void {
  describe(`the token log in ${name}`, () => {
    let opened: OpenedLogs
    let log: TokenLog

    beforeEach(async () => {
      opened = await open()
      log = opened.log
    })
    afterEach(() => opened.close())

    test('keeps what was appended, in order, under offsets without gaps', async () => {
      await log.create('a', json, ['"one"'])
      expect(await log.append('a', append(['"two"', '"three"']))).toEqual({ kind: 'appended', tail: 3, closed: false })
      expect(await textsOf(log, 'a', 0)).toEqual(['"one"', '"two"', '"three"'])
      expect(await textsOf(log, 'a', 2)).toEqual(['"three"'])
      expect(await textsOf(log, 'a', 3)).toEqual([])
      expect(await log.read('a', 4, all)).toEqual({ kind: 'beyond-tail' })
    })

    test('reads a page at a time, and always at least one message', async () => {
      await log.create('a', json, ['"aaaa"', '"bbbb"', '"cccc"'])
      const byCount = await log.read('a', 0, { entries: 2, bytes: 1_000 })
      expect(byCount).toMatchObject({ entries: ['"aaaa"', '"bbbb"'], next: 2, state: { tail: 3 } })
      expect(await log.read('a', 0, { entries: 10, bytes: 1 })).toMatchObject({ entries: ['"aaaa"'], next: 1 })
    })

    test('keeps bytes as bytes', async () => {
      const bytes = new Uint8Array([0, 255, 128, 10, 13])
      await log.create('b', { ...json, contentType: 'application/octet-stream' }, [bytes])
      const result = await log.read('b', 0, all)
      expect(result.kind === 'read' && [...Buffer.from(result.entries[0] ?? '')]).toEqual([...bytes])
    })

    test('a closed log takes nothing more and says where it ended', async () => {
      await log.create('a', json, [])
      await log.append('a', { ...append(['1']), close: true })
      expect(await log.append('a', append(['2']))).toEqual({ kind: 'closed', tail: 1 })
      expect(await log.state('a')).toMatchObject({ kind: 'state', closed: true, tail: 1 })
    })

    test('an unknown log is unknown to every verb', async () => {
      expect(await log.state('x')).toEqual({ kind: 'unknown' })
      expect(await log.read('x', 0, all)).toEqual({ kind: 'unknown' })
      expect(await log.append('x', append(['1']))).toEqual({ kind: 'unknown' })
      expect(await log.claim('x', 1)).toEqual({ kind: 'unknown' })
      expect(await log.remove('x')).toEqual({ kind: 'unknown' })
    })

    test('a log made anew under an old id is another log', async () => {
      await log.create('a', json, ['"old"'])
      const before = await log.state('a')
      await log.remove('a')
      await log.create('a', json, [])
      const after = await log.state('a')
      expect(await textsOf(log, 'a', 0)).toEqual([])
      expect(before.kind === 'state' && after.kind === 'state' && before.instance !== after.instance).toBe(true)
    })

    describe('the fence', () => {
      test('whoever claimed with the highest epoch writes; everyone else is refused', async () => {
        await log.create('r', reply, [])
        const old = await writerFor(log, 'r', 1)
        expect(await old.append(['"a"'])).toBe('appended')
        const young = await writerFor(opened.other, 'r', 2)
        expect(await old.append(['"zombie"'])).toBe('fenced')
        expect(await young.append(['"b"'], true)).toBe('appended')
        expect(await old.append(['"zombie"'])).toBe('closed')
        expect(await textsOf(log, 'r', 0)).toEqual(['"a"', '"b"'])
      })

      test('a lower epoch cannot claim what a higher one has', async () => {
        await log.create('r', reply, [])
        await writerFor(log, 'r', 7)
        expect(await opened.other.claim('r', 6)).toEqual({ kind: 'fenced', epoch: 7 })
      })

      test('nobody appends to a reply from outside', async () => {
        await log.create('r', reply, [])
        expect(await log.append('r', append(['"x"']))).toEqual({ kind: 'reserved' })
      })

      test('two live writers that race leave the words of each in order and nothing of the older after the younger', async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.boolean(), { maxLength: 30 }),
            fc.integer({ min: 0, max: 30 }),
            async (turns, at) => {
              const id = crypto.randomUUID()
              await log.create(id, reply, [])
              const old = await writerFor(log, id, 1)
              const appends: Promise<unknown>[] = []
              let young: LogWriter | undefined
              for (const [index, isOld] of turns.entries()) {
                if (index === at) young = await writerFor(opened.other, id, 2)
                const writer = isOld || young === undefined ? old : young
                appends.push(writer.append([JSON.stringify({ by: writer === old ? 1 : 2, index })]))
              }
              await Promise.all(appends)
              const events = (await textsOf(log, id, 0)).map((text) => writtenSchema(text))
              const firstYoung = events.findIndex(({ by }) => by === 2)
              if (firstYoung >= 0) expect(events.slice(firstYoung).every(({ by }) => by === 2)).toBe(true)
              for (const by of [1, 2]) {
                const own = events.filter((event) => event.by === by).map(({ index }) => index)
                expect(own).toEqual(own.toSorted((a, b) => a - b))
              }
            },
          ),
          { numRuns: 25 },
        )
      })

      test('a removed log is missing to its writer', async () => {
        await log.create('r', reply, [])
        const writer = await writerFor(log, 'r', 1)
        await log.remove('r')
        expect(await writer.append(['"x"'])).toBe('missing')
      })
    })

    describe('watchers', () => {
      test('learn of what has become durable, never before it can be read', async () => {
        await log.create('a', json, [])
        const seen: string[][] = []
        const changes: Change[] = []
        const done = Promise.withResolvers<void>()
        const cancel = log.watch('a', (change) => {
          if (change === undefined) return
          changes.push(change)
          void textsOf(log, 'a', change.from).then((texts) => {
            seen.push(texts)
            if (change.closed) done.resolve()
          })
        })
        await log.append('a', append(['1', '2']))
        await log.append('a', { ...append(['3']), close: true })
        await done.promise
        cancel()
        expect(changes.map(({ from, tail, closed }) => ({ from, tail, closed }))).toEqual([
          { from: 0, tail: 2, closed: false },
          { from: 2, tail: 3, closed: true },
        ])
        expect(seen[0]?.slice(0, 2)).toEqual(['1', '2'])
      })

      test('learn that a log was removed', async () => {
        await log.create('a', json, [])
        const removed = new Promise((resolve) => log.watch('a', resolve))
        await log.remove('a')
        expect(await removed).toBeUndefined()
      })

      test('hear nothing after they left', async () => {
        await log.create('a', json, [])
        let heard = 0
        log.watch('a', () => heard++)()
        await log.append('a', append(['1']))
        expect(heard).toBe(0)
      })
    })

    describe('idempotent producers', () => {
      const producer = (epoch: number, seq: number) => ({
        ...append([`"${epoch}.${seq}"`]),
        producer: { id: 'p', epoch, seq },
      })

      test('what is sent again is not written again, also by another server', async () => {
        await log.create('a', json, [])
        await log.append('a', producer(0, 0))
        expect(await opened.other.append('a', producer(0, 0))).toMatchObject({ kind: 'duplicate', seq: 0 })
        expect(await log.append('a', producer(0, 2))).toEqual({ kind: 'gap', expected: 1, received: 2 })
        expect(await log.append('a', producer(1, 0))).toMatchObject({ kind: 'appended' })
        expect(await log.append('a', producer(0, 1))).toEqual({ kind: 'fenced', epoch: 1 })
        expect(await textsOf(log, 'a', 0)).toEqual(['"0.0"', '"1.0"'])
      })

      test('any retries, in any number, leave each request once and in order', async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 12 }), async (retries) => {
            const id = crypto.randomUUID()
            await log.create(id, json, [])
            for (const [seq, again] of retries.entries()) {
              const tries = Array.from({ length: again + 1 }, (_, n) => (n % 2 === 0 ? log : opened.other))
              await Promise.all(tries.map((one) => one.append(id, producer(3, seq))))
            }
            expect(await textsOf(log, id, 0)).toEqual(retries.map((_, seq) => `"3.${seq}"`))
          }),
          { numRuns: 25 },
        )
      })
    })

    describe('forks', () => {
      const spec = { contentType: undefined, ttlSeconds: null, expiresAt: null, closed: false }

      test('share the source up to where they branch off, and nothing after', async () => {
        await log.create('a', json, ['1', '2', '3'])
        await log.fork('f', { source: 'a', offset: 2, subOffset: 0 }, spec, ['"f"'])
        await log.append('a', append(['4']))
        expect(await textsOf(log, 'f', 0)).toEqual(['1', '2', '"f"'])
        expect(await textsOf(log, 'f', 1)).toEqual(['2', '"f"'])
      })

      test('keep the source alive until the last of them has gone', async () => {
        await log.create('a', json, ['1'])
        await log.fork('f', { source: 'a', offset: undefined, subOffset: 0 }, spec, [])
        await log.remove('a')
        expect(await log.state('a')).toEqual({ kind: 'gone' })
        expect(await textsOf(log, 'f', 0)).toEqual(['1'])
        await log.remove('f')
        expect(await log.state('a')).toEqual({ kind: 'unknown' })
      })
    })

    describe('expiry', () => {
      test('a log with a TTL goes when nobody has touched it for so long', async () => {
        await log.create('a', { ...json, ttlSeconds: 10 }, [])
        opened.advance(9_000)
        await log.touch('a')
        opened.advance(9_000)
        expect(await log.state('a')).toMatchObject({ kind: 'state' })
        opened.advance(1_001)
        expect(await log.state('a')).toEqual({ kind: 'unknown' })
        await log.sweep()
        expect(await log.create('a', json, [])).toMatchObject({ kind: 'created' })
      })

      const branchOf = (source: string) => ({ source, offset: undefined, subOffset: 0 })
      const own = (ttlSeconds: number | null) => ({
        contentType: undefined,
        ttlSeconds,
        expiresAt: ttlSeconds === null ? 1e15 : null,
        closed: false,
      })

      test('a log and its branch that expire together leave nothing behind', async () => {
        await log.create('source', { ...json, ttlSeconds: 10 }, ['1'])
        await log.fork('branch', branchOf('source'), own(5), [])
        opened.advance(11_000)
        await log.sweep()
        expect(await log.state('source')).toEqual({ kind: 'unknown' })
        expect(await log.create('source', json, [])).toMatchObject({ kind: 'created' })
      })

      test('an id that is used anew while its old log is swept away costs other branches nothing', async () => {
        await log.create('source', json, ['1'])
        await log.fork('branch', branchOf('source'), own(5), [])
        await log.fork('other', branchOf('source'), own(null), [])
        opened.advance(6_000)
        await Promise.all([log.create('branch', json, []), log.sweep()])
        expect(await log.state('branch')).toMatchObject({ kind: 'state' })
        await log.remove('source')
        expect(await textsOf(log, 'other', 0)).toEqual(['1'])
      })
    })
  })
}

function append(entries: readonly Entry[]): AppendRequest {
  return { entries, close: false, contentType: 'application/json', sequence: undefined, producer: undefined }
}

async function textsOf(log: TokenLog, id: string, from: number): Promise<string[]> {
  const result = await log.read(id, from, all)
  if (result.kind !== 'read') throw new Error(`reading ${id} gave ${result.kind}`)
  return result.entries.map(String)
}

async function writerFor(log: TokenLog, id: string, epoch: number): Promise<LogWriter> {
  const claim = await log.claim(id, epoch)
  if (claim.kind !== 'claimed') throw new Error(`claiming ${id} gave ${claim.kind}`)
  return claim.writer
}

function writtenSchema(text: string): { by: number; index: number } {
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null || !('by' in value) || !('index' in value)) throw new Error(text)
  return { by: Number(value.by), index: Number(value.index) }
}
