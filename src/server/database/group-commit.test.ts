import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { manualClock, type ManualClock } from '../../../test/support/clock.ts'
import { groupCommit, type GroupCommit } from './group-commit.ts'

let sqlite: DatabaseSync
let clock: ManualClock
let commit: GroupCommit

beforeEach(() => {
  sqlite = new DatabaseSync(':memory:')
  sqlite.exec('create table words (text text unique)')
  clock = manualClock()
  commit = groupCommit(sqlite, { clock, delayMs: 5 })
})
afterEach(() => sqlite.close())

const insert = (text: string) => () => sqlite.prepare('insert into words values (?)').run(text).changes
const stored = (): unknown[] =>
  sqlite
    .prepare('select text from words')
    .all()
    .map((row) => row['text'])

const crowd = ['a', 'b', 'c', 'd']

test('while little is written it is committed at once', async () => {
  for (const text of crowd) {
    const done = commit.run(insert(text))
    await clock.advance(0)
    expect(await done).toBe(1)
  }
})

test('in a crowd work waits for the time between two commits, and shares one', async () => {
  await Promise.all([...crowd.map((text) => commit.run(insert(text))), clock.advance(0)])
  let committed = 0
  const more = ['e', 'f'].map((text) => commit.run(insert(text)).then(() => committed++))
  await clock.advance(4)
  expect([committed, stored()]).toEqual([0, crowd])
  await clock.advance(1)
  await Promise.all(more)
  expect(stored()).toEqual([...crowd, 'e', 'f'])
})

test('work that fails is refused and takes nobody else along', async () => {
  const results = Promise.allSettled(['a', 'b', 'a', 'c'].map((text) => commit.run(insert(text))))
  await clock.advance(5)
  expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(stored()).toEqual(['a', 'b', 'c'])
  expect(commit.rollbacks()).toBeGreaterThan(0)
})

test('nothing of work that throws half-way is stored', async () => {
  const refused = commit.run(() => {
    insert('half')()
    throw new Error('broke')
  })
  await Promise.all([expect(refused).rejects.toThrow('broke'), clock.advance(0)])
  expect(stored()).toEqual([])
})

test('a clock that is set back makes nobody wait', async () => {
  let aheadMs = 0
  const moved = groupCommit(sqlite, { clock: { ...clock, now: () => clock.now() + aheadMs }, delayMs: 5 })
  await Promise.all([...crowd.map((text) => moved.run(insert(text))), clock.advance(0)])
  aheadMs = -86_400_000
  const late = moved.run(insert('e'))
  await clock.advance(0)
  await late
  expect(stored()).toEqual([...crowd, 'e'])
})

test('closing commits what waits and refuses what comes after', async () => {
  const last = commit.run(insert('last'))
  commit.close()
  await last
  expect(stored()).toEqual(['last'])
  await expect(commit.run(insert('late'))).rejects.toThrow('closed')
})

describe('while another process holds the lock', () => {
  let folder: string
  let other: DatabaseSync
  let shared: DatabaseSync

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-commit-'))
    other = new DatabaseSync(join(folder, 'shared.db'))
    other.exec('pragma journal_mode = wal; create table words (text text unique)')
    shared = new DatabaseSync(join(folder, 'shared.db'), { timeout: 1 })
    commit = groupCommit(shared, { clock, delayMs: 5 })
    other.exec('begin immediate')
  })
  afterEach(() => {
    for (const database of [shared, other]) database.close()
    rmSync(folder, { recursive: true })
  })

  const add = (text: string) => () => shared.prepare('insert into words values (?)').run(text).changes

  test('work waits its turn, without holding up the process, and is committed in order', async () => {
    const results = [commit.run(add('a')), commit.run(add('b'))]
    const startedAt = performance.now()
    await clock.advance(0)
    await clock.advance(1_000)
    expect(performance.now() - startedAt).toBeLessThan(500)
    expect(shared.prepare('select * from words').all()).toEqual([])
    other.exec('rollback')
    await clock.advance(25)
    expect(await Promise.all(results)).toEqual([1, 1])
  })

  test('after five seconds all that waits is refused together, and what comes later is taken', async () => {
    const results = Promise.allSettled(['a', 'b', 'c'].map((text) => commit.run(add(text))))
    await clock.advance(0)
    await clock.advance(5_000)
    expect((await results).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    other.exec('rollback')
    await Promise.all([commit.run(add('d')), clock.advance(5)])
    expect(shared.prepare('select * from words').all()).toEqual([{ text: 'd' }])
  })

  test('closing refuses what could not be committed, so that nobody waits for it', async () => {
    const last = commit.run(add('a'))
    commit.close()
    await expect(last).rejects.toThrow('closed')
    await clock.advance(25)
  })
})
