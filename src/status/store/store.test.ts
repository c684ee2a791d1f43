import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { keptLog } from '../../../test/fixtures/kept-log.ts'
import { manualClock, type ManualClock } from '../../../test/support/clock.ts'
import { openStore, statusDatabaseName, type Store } from './store.ts'

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'holdfast-status-'))
  onTestFinished(async () => {
    await chmod(made, 0o700)
    await rm(made, { recursive: true })
  })
  return made
}

async function opened(dataDir: string, clock: ManualClock = manualClock()): Promise<Store> {
  const store = await openStore(dataDir, { clock, log: keptLog() })
  onTestFinished(() => {
    try {
      store.close()
    } catch {
      return // The test has closed it.
    }
  })
  return store
}

const put = (store: Store, key: string, value = 'x') =>
  store.run(
    store.db
      .insertInto('meta')
      .values({ key, value })
      .onConflict((found) => found.column('key').doUpdateSet({ value })),
  )
const keys = (store: Store): readonly string[] =>
  store.all(store.db.selectFrom('meta').select('key').orderBy('key')).map(({ key }) => key)

test('what was written is there for the next process', async () => {
  const dataDir = await folder()
  const first = await opened(dataDir)
  first.write(() => put(first, 'a'))
  expect(first.keep(() => put(first, 'b'))).toMatchObject({ ok: true })
  first.close()
  const second = await opened(dataDir)
  expect(keys(second)).toEqual(['a', 'b', 'page'])
  expect(second.trouble()).toBeUndefined()
})

/** A disk that does not answer: another process holds the file. */
function fill(dataDir: string): () => void {
  const sqlite = new DatabaseSync(join(dataDir, statusDatabaseName))
  sqlite.exec('begin immediate')
  return () => {
    sqlite.exec('rollback')
    sqlite.close()
  }
}

test('a disk that takes nothing is gone round in memory, and gone back to when it takes something again', async () => {
  const dataDir = await folder()
  const clock = manualClock()
  const store = await opened(dataDir, clock)
  store.write(() => put(store, 'before'))
  const free = fill(dataDir)
  store.write(() => put(store, 'meanwhile'))
  expect(keys(store)).toEqual(['before', 'meanwhile', 'page'])
  expect(store.trouble()).toMatchObject({ fault: 'storage-unavailable' })
  expect(store.keep(() => put(store, 'given'))).toMatchObject({ ok: false, error: { fault: 'storage-unavailable' } })
  expect(keys(store)).not.toContain('given')
  free()
  await clock.advance(60_000)
  expect(store.trouble()).toBeUndefined()
  expect(store.keep(() => put(store, 'after'))).toMatchObject({ ok: true })
  store.close()
  expect(keys(await opened(dataDir))).toEqual(['after', 'before', 'meanwhile', 'page'])
}, 20_000)

test('nothing of work that fails half-way stays', async () => {
  const store = await opened(await folder())
  const work = (): void => {
    put(store, 'half')
    throw new Error('in the middle')
  }
  expect(() => store.write(work)).toThrow('in the middle')
  expect(keys(store)).toEqual(['page'])
})

test('a damaged file is left as it is, and said to be damaged', async () => {
  const dataDir = await folder()
  const story = 'This is no database at all. '.repeat(200)
  await writeFile(join(dataDir, statusDatabaseName), story)
  const clock = manualClock()
  const store = await opened(dataDir, clock)
  store.write(() => put(store, 'seen'))
  expect(keys(store)).toEqual(['page', 'seen'])
  expect(store.trouble()).toMatchObject({ fault: 'database-damaged' })
  await clock.advance(120_000)
  expect(store.trouble()).toMatchObject({ fault: 'database-damaged' })
})

test('a folder that cannot be made leaves everything in memory', async () => {
  const dataDir = join(await folder(), 'file')
  await writeFile(dataDir, '')
  const store = await opened(dataDir)
  store.write(() => put(store, 'seen'))
  expect(keys(store)).toEqual(['page', 'seen'])
  expect(store.trouble()?.because).toContain('EEXIST')
})
