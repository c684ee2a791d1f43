import { expect, test } from 'vitest'
import type { DoneEvent, ReplyEvent } from '#protocol/events.ts'
import { manualClock } from '../../../test/support/clock.ts'
import type { Entry, LogWriter } from '../tokenlog/port.ts'
import { openDatabase } from '../database/open.ts'
import { sqliteTokenLog } from '../tokenlog/sqlite/token-log.ts'
import { durablePart, ReplyLog, type Lost } from './reply-log.ts'

const done: DoneEvent = { t: 'done', reason: 'done', usage: { promptTokens: null, completionTokens: 0 } }
const token = (text: string, ids?: number[]): ReplyEvent =>
  ids === undefined ? { t: 'token', text } : { t: 'token', text, ids }

/** A storage whose answers the test gives one by one. */
function storage() {
  const appends: {
    readonly events: ReplyEvent[]
    readonly close: boolean
    readonly answer: PromiseWithResolvers<Awaited<ReturnType<LogWriter['append']>>>
  }[] = []
  const writer: LogWriter = {
    append(entries: readonly Entry[], close = false) {
      const answer = Promise.withResolvers<Awaited<ReturnType<LogWriter['append']>>>()
      appends.push({ events: entries.map((entry): ReplyEvent => JSON.parse(String(entry))), close, answer })
      return answer.promise
    },
  }
  return { appends, writer }
}

function opened() {
  const clock = manualClock()
  const { appends, writer } = storage()
  const lost: Lost[] = []
  const failures: unknown[] = []
  const control = new AbortController()
  const log = new ReplyLog(
    writer,
    { clock, chance: () => 0.5, onFailure: (error) => void failures.push(error) },
    { written: [], tokens: 0, signal: control.signal, lost: (why) => void lost.push(why) },
  )
  return { clock, appends, log, lost, failures, control }
}

test('what comes while a commit is under way shares the next one, neighbouring tokens as one event', async () => {
  const { log, appends, clock } = opened()
  log.add(token('a', [1]))
  log.add(token(' b', [2]))
  log.add(token(' c', [3, 4]))
  log.add({ t: 'note', note: 'garbled' })
  expect(appends.map(({ events }) => events)).toEqual([[token('a', [1])]])
  appends[0]?.answer.resolve('appended')
  await clock.advance(0)
  expect(appends[1]?.events).toEqual([token(' b c', [2, 3, 4]), { t: 'note', note: 'garbled' }])
  expect(log.text).toBe('a b c')
  expect(log.tokens).toBe(3)
})

test('each token that waits counts, though neighbours become one event', async () => {
  const { log, appends, clock } = opened()
  for (let n = 0; n < 11; n++) log.add(token(`t${n}`))
  expect(log.backlog).toBe(10)
  appends[0]?.answer.resolve('appended')
  await clock.advance(0)
  expect(log.backlog).toBe(0)
})

test('it is settled only when everything is durable', async () => {
  const { log, appends, clock } = opened()
  let isSettled = false
  log.add(token('a'))
  log.add(token('b'))
  void log.settled().then(() => (isSettled = true))
  appends[0]?.answer.resolve('appended')
  await clock.advance(0)
  expect(isSettled).toBe(false)
  appends[1]?.answer.resolve('appended')
  await clock.advance(0)
  expect(isSettled).toBe(true)
})

test('a storage that fails is asked again until it takes the same words', async () => {
  const { log, appends, failures, clock } = opened()
  log.add(token('a'))
  appends[0]?.answer.reject(new Error('disk full'))
  await clock.advance(0)
  await clock.advance(100)
  expect(appends[1]?.events).toEqual([token('a')])
  appends[1]?.answer.resolve('appended')
  await clock.advance(0)
  await log.settled()
  expect(failures).toHaveLength(1)
})

test('whoever is fenced writes nothing more, and says so once', async () => {
  const { log, appends, lost, clock } = opened()
  log.add(token('a'))
  log.add(token('b'))
  appends[0]?.answer.resolve('fenced')
  await clock.advance(0)
  expect(await log.close(done)).toBe(false)
  expect(lost).toEqual(['fenced'])
  expect(appends).toHaveLength(1)
})

test('the last event closes the log', async () => {
  const { log, appends, clock } = opened()
  log.add(token('a'))
  const closing = log.close(done)
  appends[0]?.answer.resolve('appended')
  await clock.advance(0)
  expect(appends[1]).toMatchObject({ events: [done], close: true })
  appends[1]?.answer.resolve('appended')
  expect(await closing).toBe(true)
})

test('a server that leaves does not wait for a disk that is full', async () => {
  const { log, appends, control, clock } = opened()
  log.add(token('a'))
  appends[0]?.answer.reject(new Error('disk full'))
  await clock.advance(0)
  control.abort('leave')
  await log.settled()
  expect(await log.close(done)).toBe(false)
})

test('who takes over passes over a kind of event that a newer server wrote', async () => {
  const clock = manualClock()
  const database = await openDatabase({ file: ':memory:', synchronous: 'normal', commitDelayMs: 0 }, clock)
  if (!database.ok) throw new Error(database.error)
  const log = sqliteTokenLog(database.value, clock)
  const spec = { contentType: 'application/json', closed: false, ttlSeconds: null, expiresAt: null, reserved: true }
  const events = [token('a'), { t: 'picture', url: 'x' }, token(' b')].map((event) => JSON.stringify(event))
  await Promise.all([log.create('reply', spec, events), clock.advance(0)])
  expect(await durablePart(log, 'reply')).toEqual({ written: [{ text: 'a b' }], tokens: 2, done: undefined })
  database.value.close()
})
