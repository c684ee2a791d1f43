import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { endedStates } from '#protocol/chats.ts'
import type { ReplyEvent } from '#protocol/events.ts'
import { emptySheet } from '#protocol/sheet.ts'
import { manualClock, type ManualClock } from '../../../test/support/clock.ts'
import { keptLog, type KeptLog } from '../../../test/fixtures/kept-log.ts'
import { openDatabase, type Database } from '../database/open.ts'
import type { Backend, Models, Piece, WriteRequest } from '../models/port.ts'
import type { Storage } from '../storage/port.ts'
import { sqliteStorage } from '../storage/sqlite/storage.ts'
import type { TokenLog } from '../tokenlog/port.ts'
import { sqliteTokenLog } from '../tokenlog/sqlite/token-log.ts'
import { ReplyJobs } from './reply-jobs.ts'

const usage = { promptTokens: 1, completionTokens: 1 }
const end: Piece = { kind: 'end', finish: 'stop', usage }
const token = (text: string): Piece => ({ kind: 'token', text })

/** A back end that says what the test gives it, piece by piece, and ends when its signal says so. */
class Scripted implements Backend {
  readonly info = { name: 'one', kind: 'remote', source: 'configured', model: 'm', at: '', label: null } as const
  readonly requests: WriteRequest[] = []
  #pieces: Piece[] = []
  readonly #wakes = new Set<() => void>()

  say(...pieces: readonly Piece[]): void {
    this.#pieces.push(...pieces)
    this.#wake()
  }

  #wake = (): void => {
    for (const wake of this.#wakes) wake()
    this.#wakes.clear()
  }

  async *write(request: WriteRequest): AsyncGenerator<Piece> {
    this.requests.push(request)
    request.signal.addEventListener('abort', () => this.#wake(), { once: true })
    for (let hasBegun = false; ;) {
      const piece = this.#pieces.shift()
      if (request.signal.aborted) return
      if (piece === undefined) await new Promise<void>((resolve) => void this.#wakes.add(resolve))
      else {
        if (!hasBegun && piece.kind !== 'failed')
          yield { kind: 'began', way: request.written.length > 0 ? 'prefill' : null }
        hasBegun = true
        yield piece
        if (piece.kind === 'end' || piece.kind === 'failed') return
      }
    }
  }

  close = (): Promise<void> => Promise.resolve()
}

/** An error as `node:sqlite` throws it. */
const diskFull = (): Error => Object.assign(new Error('database or disk is full'), { errcode: 13 })

let clock: ManualClock
let aheadMs: number
let database: Database
let log: TokenLog
let storage: Storage
let said: KeptLog
let backend: Scripted
let chatId: string

beforeEach(async () => {
  clock = manualClock()
  aheadMs = 0
  const opened = await openDatabase({ file: ':memory:', synchronous: 'normal', commitDelayMs: 0 }, clock)
  if (!opened.ok) throw new Error(opened.error)
  database = opened.value
  const sqliteLog = sqliteTokenLog(database, clock)
  log = sqliteLog
  storage = sqliteStorage(database, sqliteLog.within, clock)
  said = keptLog()
  backend = new Scripted()
  chatId = (await soon(storage.createChat({ id: crypto.randomUUID(), title: null, sheet: null, now: clock.now() }))).id
})
afterEach(() => database.close())

/** Lets time pass in small steps, so that what waits for one thing after another gets to its end. */
async function pass(ms = 1_000): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += 100) await clock.advance(100)
}

async function soon<T>(promise: Promise<T>): Promise<T> {
  const [value] = await Promise.all([promise, clock.advance(0)])
  return value
}

interface Changed {
  readonly name?: string
  readonly atOnce?: number
  readonly storage?: Partial<Storage>
  readonly log?: Partial<TokenLog>
}

function serverWith({ name = 'server', atOnce = 4, ...changed }: Changed = {}): ReplyJobs {
  const models: Models = {
    all: () => [],
    list: () => ({ backends: [], chosen: null, looking: false }),
    route: () => Promise.resolve([backend]),
    connect: () => Promise.reject(new Error('nobody connects a model here')),
    disconnect: () => Promise.resolve(false),
    look: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
  return new ReplyJobs({
    storage: { ...storage, ...changed.storage },
    log: { ...log, ...changed.log },
    models,
    clock: { ...clock, now: () => clock.now() + aheadMs },
    chance: () => 0.5,
    logger: said,
    limits: { firstMs: 60_000, laterMs: 10_000 },
    giveUpMs: 60_000,
    leaseMs: 3_000,
    atOnce,
    owner: { name, process: name },
    isRunning: () => true,
  })
}

async function begin(jobs: ReplyJobs, text = 'Once'): Promise<string> {
  const ids = { id: crypto.randomUUID(), replyId: crypto.randomUUID() }
  const turn = { ...ids, chatId, parentId: undefined, text, model: null, owner: 'server', now: clock.now() }
  const accepted = await soon(storage.acceptTurn(turn))
  if (!accepted.ok || accepted.value.job === undefined) throw new Error('the turn was not accepted')
  jobs.start(accepted.value.job)
  await clock.advance(0)
  return ids.replyId
}

async function eventsOf(replyId: string): Promise<readonly ReplyEvent[]> {
  const read = await log.read(replyId, 0, { entries: 1_000, bytes: 1e6 })
  return read.kind === 'read' ? read.entries.map((entry): ReplyEvent => JSON.parse(String(entry))) : []
}

async function textOf(replyId: string): Promise<string> {
  return (await eventsOf(replyId)).map((event) => (event.t === 'token' ? event.text : '')).join('')
}

async function storedText(replyId: string): Promise<string | undefined> {
  return (await storage.branchTo(replyId)).at(-1)?.text
}

test('a reply is written, closed and recorded', async () => {
  const jobs = serverWith()
  const replyId = await begin(jobs)
  backend.say(token('Here'), token(' it is'), end)
  await pass()
  expect(await storedText(replyId)).toBe('Here it is')
  expect(await storage.jobState(replyId)).toBe('done')
  expect((await eventsOf(replyId)).at(-1)).toEqual({ t: 'done', reason: 'done', finish: 'stop', usage })
  await clock.advance(0)
  await jobs.idle(new AbortController().signal)
})

describe('when the storage fails', () => {
  test('between the end of the log and the record, the record is written later', async () => {
    let failures = 2
    const jobs = serverWith({
      storage: { endJob: (...how) => (failures-- > 0 ? Promise.reject(diskFull()) : storage.endJob(...how)) },
    })
    const replyId = await begin(jobs)
    backend.say(token('Here'), end)
    await pass(500)
    expect(await storage.jobState(replyId)).not.toBe('done')
    await pass(5_000)
    expect(await storage.jobState(replyId)).toBe('done')
    expect(await storedText(replyId)).toBe('Here')
    expect((await eventsOf(replyId)).filter(({ t }) => t === 'done')).toHaveLength(1)
  })

  test('the same holds for a reply that was stopped', async () => {
    let failures = 1
    const jobs = serverWith({
      storage: { endJob: (...how) => (failures-- > 0 ? Promise.reject(diskFull()) : storage.endJob(...how)) },
    })
    const replyId = await begin(jobs)
    backend.say(token('Here'))
    await pass()
    await soon(storage.requestStop(replyId))
    const stopping = jobs.stop(replyId)
    await pass(5_000)
    await stopping
    expect(await storage.jobState(replyId)).toBe('stopped')
    expect(await storedText(replyId)).toBe('Here')
  })

  test('while the story is read, the reply is not given up but begins again', async () => {
    let failures = 1
    const jobs = serverWith({
      storage: { branchTo: (id) => (failures-- > 0 ? Promise.reject(diskFull()) : storage.branchTo(id)) },
    })
    const replyId = await begin(jobs)
    backend.say(token('Here'), end)
    await pass(5_000)
    expect(await storage.jobState(replyId)).toBe('done')
  })

  test('a stop is answered, although its end cannot be stored yet', async () => {
    let isFull = false
    const jobs = serverWith({ log: { claim: claimWith(() => isFull) } })
    const replyId = await begin(jobs)
    backend.say(token('Here'))
    await pass()
    isFull = true
    let isAnswered = false
    void jobs.stop(replyId).then(() => (isAnswered = true))
    await pass(3_000)
    expect(isAnswered).toBe(true)
    isFull = false
    await pass(10_000)
    expect(await storage.jobState(replyId)).toBe('stopped')
  })

  test('a server can leave, also one whose reply waits to be stopped', async () => {
    let isFull = false
    const jobs = serverWith({
      log: { claim: claimWith(() => isFull) },
      storage: { dropLease: () => Promise.reject(diskFull()) },
    })
    const replyId = await begin(jobs)
    backend.say(token('Here'))
    await pass()
    isFull = true
    void jobs.stop(replyId)
    await pass()
    const closing = jobs.close()
    await clock.advance(0)
    await closing
    expect(said.lines.map(({ event }) => event)).toContain('lease-not-returned')
    await pass(3_000)
  })

  test('a server begins without it, and takes its jobs when it is back', async () => {
    const before = serverWith({ name: 'dead' })
    const replyId = await begin(before)
    await soon(before.close())
    let failures = 2
    const jobs = serverWith({
      name: 'next',
      storage: { extendLease: (lease) => (failures-- > 0 ? Promise.reject(diskFull()) : storage.extendLease(lease)) },
    })
    await soon(jobs.open())
    await pass(2_500)
    backend.say(token('Here'), end)
    await pass()
    expect(await storage.jobState(replyId)).toBe('done')
    await soon(jobs.close())
  })

  function claimWith(isFull: () => boolean): TokenLog['claim'] {
    return async (id, epoch) => {
      const claim = await log.claim(id, epoch)
      if (claim.kind !== 'claimed') return claim
      const append: typeof claim.writer.append = (...what) =>
        isFull() ? Promise.reject(diskFull()) : claim.writer.append(...what)
      return { ...claim, writer: { append } }
    }
  }
})

describe('a stop', () => {
  const reasons = async (replyId: string): Promise<unknown> => (await eventsOf(replyId)).at(-1)
  const stopped = { t: 'done', reason: 'stopped', usage: { promptTokens: null, completionTokens: 0 } }

  async function stop(jobs: ReplyJobs, replyId: string): Promise<void> {
    await soon(storage.requestStop(replyId))
    await soon(jobs.stop(replyId))
  }

  test('ends a reply that waits in line, and the next in line moves up', async () => {
    const jobs = serverWith({ atOnce: 1 })
    const chat = chatId
    const first = await begin(jobs)
    const others: string[] = []
    for (const _ of [1, 2]) {
      chatId = (await soon(storage.createChat({ id: crypto.randomUUID(), title: null, sheet: null, now: clock.now() })))
        .id
      others.push(await begin(jobs))
    }
    chatId = chat
    await stop(jobs, others[0] ?? '')
    expect(await reasons(others[0] ?? '')).toEqual(stopped)
    backend.say(token('a'), end, token('b'), end)
    await pass()
    expect([await textOf(first), await textOf(others[1] ?? '')]).toEqual(['a', 'b'])
  })

  test('ends a reply that waits for the one before it, and leaves that one alone', async () => {
    const jobs = serverWith()
    const first = await begin(jobs)
    const second = await begin(jobs, 'And then?')
    await stop(jobs, second)
    expect(await reasons(second)).toEqual(stopped)
    backend.say(token('a'), end)
    await pass()
    expect(await storage.jobState(first)).toBe('done')
  })

  test('ends a reply that waits to be tried again', async () => {
    const jobs = serverWith()
    const replyId = await begin(jobs)
    for (let n = 0; n < 4; n++) {
      backend.say({ kind: 'failed', failure: { fault: 'backend-refused', because: 'ECONNREFUSED' } })
      await clock.advance(0)
    }
    await stop(jobs, replyId)
    expect(await reasons(replyId)).toEqual(stopped)
  })

  test('that comes with the last word is one or the other, never both', async () => {
    const jobs = serverWith()
    const replyId = await begin(jobs)
    backend.say(token('Here'), end)
    await stop(jobs, replyId)
    await pass()
    expect(endedStates.has((await storage.jobState(replyId)) ?? 'queued')).toBe(true)
    expect((await eventsOf(replyId)).filter(({ t }) => t === 'done')).toHaveLength(1)
  })
})

test('two turns sent at once are answered one after the other, the second knowing the first', async () => {
  const jobs = serverWith()
  const [first, second] = [await begin(jobs, 'a'), await begin(jobs, 'b')]
  expect(backend.requests.map(({ replyId }) => replyId)).toEqual([first])
  backend.say(token('A'), end, token('B'), end)
  await pass()
  expect(backend.requests[1]?.messages.map(({ text }) => text)).toEqual(['a', 'A', 'b'])
  expect([await storedText(first), await storedText(second)]).toEqual(['A', 'B'])
})

test('what the sheet of its story says stands before the branch, and a sheet that says nothing does not', async () => {
  await soon(storage.setSheet(chatId, { ...emptySheet, name: 'Mira' }, clock.now()))
  const jobs = serverWith()
  await begin(jobs, 'a')
  backend.say(token('A'), end)
  await pass()
  await soon(storage.setSheet(chatId, emptySheet, clock.now()))
  await begin(jobs, 'b')
  backend.say(token('B'), end)
  await pass()
  const told = backend.requests.map(({ messages }) => messages.map(({ role, text }) => `${role}: ${text}`))
  expect(told).toEqual([
    ['system: The character: Mira', 'user: a'],
    ['user: a', 'assistant: A', 'user: b'],
  ])
})

test('a deleted chat ends its replies wherever they are', async () => {
  const jobs = serverWith({ atOnce: 1 })
  const replies = [await begin(jobs, 'a'), await begin(jobs, 'b')]
  backend.say(token('A'))
  await pass()
  const removed = await soon(storage.deleteChat(chatId))
  expect(removed).toHaveLength(replies.length)
  await soon(jobs.abandon(removed ?? []))
  await jobs.idle(new AbortController().signal)
  expect(said.lines.filter(({ level }) => level === 'error')).toEqual([])
})

test('a job that was lost to another server and comes back is run once, and can be stopped', async () => {
  const jobs = serverWith()
  await soon(jobs.open())
  const replyId = await begin(jobs)
  backend.say(token('Here'))
  await pass()
  // Another one took it and died, while the back end here was silent and nobody noticed.
  await soon(storage.takeOver({ name: 'other', process: 'other' }, () => true))
  await soon(storage.dropLease('other'))
  await pass(1_000)
  expect(backend.requests.map(({ epoch }) => epoch)).toEqual([1, 3])
  // Long enough for the first run to notice, however it does.
  await pass(12_000)
  await soon(storage.requestStop(replyId))
  await soon(jobs.stop(replyId))
  await pass()
  expect(await storage.jobState(replyId)).toBe('stopped')
  expect(await storedText(replyId)).toBe('Here')
  await soon(jobs.close())
})

test('after it has closed it begins nothing: what was accepted last is for the next server', async () => {
  const jobs = serverWith()
  await soon(jobs.close())
  const replyId = await begin(jobs)
  await pass(2_000)
  expect(backend.requests).toEqual([])
  expect(await storage.jobState(replyId)).toBe('queued')
})

test.for([86_400_000, -86_400_000])(
  'a clock that is set by %i ms ends no reply that is being tried again',
  async (jump) => {
    const jobs = serverWith()
    const replyId = await begin(jobs)
    const refused: Piece = { kind: 'failed', failure: { fault: 'backend-refused', because: 'ECONNREFUSED' } }
    backend.say(refused)
    await clock.advance(0)
    aheadMs = jump
    backend.say(refused)
    await pass(1_000)
    expect(await storage.jobState(replyId)).toBe('stalled')
    backend.say(token('Here'), end)
    await pass(20_000)
    expect(await storage.jobState(replyId)).toBe('done')
  },
)

test('a reply that nothing helps fails after the time to give up, whatever the clock says', async () => {
  const jobs = serverWith()
  const replyId = await begin(jobs)
  aheadMs = -86_400_000
  const refused: Piece = { kind: 'failed', failure: { fault: 'backend-refused', because: 'ECONNREFUSED' } }
  for (let n = 0; n < 200; n++) backend.say(refused)
  await pass(120_000)
  expect(await storage.jobState(replyId)).toBe('failed')
  expect((await eventsOf(replyId)).at(-1)).toMatchObject({ reason: 'failed', fault: { fault: 'backend-refused' } })
})
