import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { realClock } from '../../../test/fixtures/real-clock.ts'
import { openDatabase } from './open.ts'
import { isStorageFailure } from './storage-failure.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-database-'))
  file = join(folder, 'holdfast.db')
})
afterEach(() => rm(folder, { recursive: true }))

const open = () => openDatabase({ file, synchronous: 'full', commitDelayMs: 0 }, realClock)

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

test('a file that is no database is named, and left as it is', async () => {
  await writeFile(file, 'Once upon a time there was a file that was no database at all. '.repeat(100))
  expect(await said()).toContain(`The database ${file} cannot be opened`)
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
