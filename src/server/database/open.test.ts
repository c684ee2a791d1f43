import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { realClock } from '../../../test/fixtures/real-clock.ts'
import { migrate } from '#sqlite/migrate.ts'
import { sqliteStorage } from '../storage/sqlite/storage.ts'
import { sqliteTokenLog } from '../tokenlog/sqlite/token-log.ts'
import { writeDamageNote } from './damage-note.ts'
import { chatsJobsLogs } from './migrations/001-chats-jobs-logs.ts'
import { historyAndTotals } from './migrations/002-history-and-totals.ts'
import { archiveIndexes } from './migrations/003-archive-indexes.ts'
import { openDatabase, type Database } from './open.ts'
import { isDamage, isStorageFailure } from '#sqlite/storage-failure.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-database-'))
  file = join(folder, 'holdfast.db')
})
afterEach(() => rm(folder, { recursive: true }))

const open = () => openDatabase({ file, synchronous: 'full', commitDelayMs: 0 }, realClock)

async function openWell(): Promise<Database> {
  const database = await open()
  if (!database.ok) throw new Error(database.error)
  return database.value
}

async function said(): Promise<string> {
  const opened = await open()
  if (!opened.ok) return opened.error
  opened.value.close()
  return 'it was opened'
}

test('what was stored is there again, and a second server may open it at the same time', async () => {
  const [one, two] = [await open(), await open()]
  if (!one.ok || !two.ok) throw new Error('it was not opened')
  await one.value.commit.run(() => one.value.sqlite.exec("insert into owners values ('a', 'b', 1)"))
  expect(two.value.sqlite.prepare('select name from owners').all()).toMatchObject([{ name: 'a' }])
  for (const { value } of [one, two]) value.close()
  expect(await said()).toBe('it was opened')
})

const story = 'Once upon a time there was a file that was no database at all. '.repeat(100)

test('a file that is no database is only read, of which nothing comes, and left as it is', async () => {
  await writeFile(file, story)
  const { damage, commit, close } = await openWell()
  expect(damage()).toMatchObject({ because: 'file is not a database' })
  await expect(commit.run(() => undefined)).rejects.toThrow('file is not a database')
  close()
  expect(await readFile(file, 'utf8')).toBe(story)
})

describe('a database with damage in it', () => {
  beforeEach(async () => {
    const { sqlite, close } = await openWell()
    const insert = sqlite.prepare("insert into owners values (?, 'b', 1)")
    sqlite.exec('begin')
    for (let n = 0; n < 2_000; n++) insert.run(`${n}`.padStart(200, '0'))
    sqlite.exec('commit')
    close()
  })

  async function damageIt(): Promise<Buffer> {
    const bytes = await readFile(file)
    // The middle of the largest table; the schema at the beginning stays.
    bytes.fill(0xa5, bytes.length - 60 * 4096, bytes.length - 20 * 4096)
    await writeFile(file, bytes)
    return bytes
  }

  test('is found out before anything is written, and read where that is possible', async () => {
    const bytes = await damageIt()
    const { sqlite, commit, damage, close } = await openWell()
    expect(damage()).toMatchObject({ notNoted: null })
    expect(sqlite.prepare('select * from chats').all()).toEqual([])
    const write = commit.run(() => sqlite.exec("insert into owners values ('a', 'b', 1)"))
    await expect(write).rejects.toSatisfy(isDamage)
    close()
    expect((await readFile(file)).equals(bytes)).toBe(true)
  })

  test('is found out where only the definition of a table is another', async () => {
    const bytes = await readFile(file)
    await writeFile(file, bytes.toString('latin1').replaceAll('lease_until', 'lease_untie'), 'latin1')
    const { damage, close } = await openWell()
    expect(damage()?.because).toBe('it has no CREATE TABLE owners as it should be')
    close()
  })

  test('is found out where the list of migrations is another', async () => {
    const bytes = await readFile(file)
    bytes.write('001-cheats', bytes.lastIndexOf('001-chats-'))
    await writeFile(file, bytes)
    const { damage, close } = await openWell()
    expect(damage()?.because).toMatch(/^its list of migrations has "001-cheats/)
    close()
  })

  test('is remembered as damaged, until somebody takes the note away', async () => {
    const first = await openWell()
    first.foundDamaged('page 7 is not as it should be')
    await expect(first.commit.run(() => undefined)).rejects.toThrow('page 7 is not as it should be')
    first.close()
    const second = await openWell()
    expect(second.damage()?.because).toBe('page 7 is not as it should be')
    second.close()
    await rm(`${file}.damaged`)
    const third = await openWell()
    expect(third.damage()).toBeUndefined()
    third.close()
  })

  test('that a write comes upon is not written any more from then on', async () => {
    const { sqlite, commit, damaged, close } = await openWell()
    sqlite.exec('pragma wal_checkpoint(truncate); pragma cache_size = 1')
    await damageIt()
    const write = commit.run(() => sqlite.exec("update owners set process = 'c'"))
    await expect(write).rejects.toSatisfy(isDamage)
    expect((await damaged).because).toBe('database disk image is malformed')
    await expect(commit.run(() => undefined)).rejects.toSatisfy(isDamage)
    close()
  })
})

describe('a database of before there were sheets', () => {
  beforeEach(async () => {
    const older = new DatabaseSync(file)
    const migrations = {
      '001-chats-jobs-logs': chatsJobsLogs,
      '002-history-and-totals': historyAndTotals,
      '003-archive-indexes': archiveIndexes,
    }
    expect(await migrate(older, migrations)).toBeUndefined()
    older.exec(`insert into chats values ('mine', 'The sea', 1, 2, null)`)
    older.close()
  })

  async function chatsIn(database: Database) {
    const storage = sqliteStorage(database, sqliteTokenLog(database, realClock).within, realClock)
    return { chats: await storage.listChats(), sheet: await storage.sheet('mine') }
  }
  const mine = { id: 'mine', title: 'The sea', createdAt: 1, updatedAt: 2, head: null, sheetAt: null }

  test('is brought up to date and keeps its chats, which have none', async () => {
    const database = await openWell()
    expect(await chatsIn(database)).toEqual({ chats: [mine], sheet: { ok: true, value: null } })
    database.close()
    expect(await said()).toBe('it was opened')
  })

  test('is read as it is where it is damaged', async () => {
    writeDamageNote(file, { foundAt: 1, because: 'page 7 is not as it should be' })
    const bytes = await readFile(file)
    const database = await openWell()
    expect(await chatsIn(database)).toEqual({ chats: [mine], sheet: { ok: true, value: null } })
    database.close()
    expect((await readFile(file)).equals(bytes)).toBe(true)
  })
})

test('a database of a newer version is refused by name', async () => {
  await said()
  const newer = new DatabaseSync(file)
  newer.exec("insert into kysely_migration values ('999-from-the-future', '2030-01-01T00:00:00.000Z')")
  newer.close()
  expect(await said()).toBe(
    `The database ${file} was written by a newer Holdfast: start that one, or set \`dataDir\` elsewhere.`,
  )
})

test('a folder in the place of the file is said to be in the way', async () => {
  file = folder
  expect(await said()).toContain(`The database ${folder} cannot be opened`)
})

test('a file that may not be written is read, and refuses what is new as a storage that failed', async () => {
  await said()
  file = `file:${file}?mode=ro`
  const opened = await open()
  if (!opened.ok) throw new Error(opened.error)
  const { sqlite, commit, close } = opened.value
  expect(sqlite.prepare('select * from chats').all()).toEqual([])
  const refused = commit.run(() => sqlite.exec("insert into owners values ('a', 'b', 1)"))
  await expect(refused).rejects.toSatisfy(isStorageFailure)
  close()
})
