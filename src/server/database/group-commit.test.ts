import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
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

test('after a quiet time work is committed at once', async () => {
  const done = commit.run(insert('a'))
  await clock.advance(0)
  expect(await done).toBe(1)
})

test('under load it waits for the time between two commits, and shares one', async () => {
  await Promise.all([commit.run(insert('a')), clock.advance(0)])
  let committed = 0
  const more = ['b', 'c', 'd'].map((text) => commit.run(insert(text)).then(() => committed++))
  await clock.advance(4)
  expect([committed, stored()]).toEqual([0, ['a']])
  await clock.advance(1)
  await Promise.all(more)
  expect(stored()).toEqual(['a', 'b', 'c', 'd'])
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
  await Promise.all([commit.run(insert('a')), clock.advance(0)])
  const earlier = groupCommit(sqlite, { clock: { ...clock, now: () => clock.now() - 86_400_000 }, delayMs: 5 })
  const both = [earlier.run(insert('b')), earlier.run(insert('c'))]
  await clock.advance(0)
  await Promise.all(both)
  expect(stored()).toEqual(['a', 'b', 'c'])
})

test('closing commits what waits and refuses what comes after', async () => {
  const last = commit.run(insert('last'))
  commit.close()
  await last
  expect(stored()).toEqual(['last'])
  await expect(commit.run(insert('late'))).rejects.toThrow('closed')
})
