import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { changes } from './compare.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'holdfast-compare-'))))
afterEach(() => rmSync(folder, { recursive: true }))

/** A database with one chat; `undefined` is one of before there were sheets. */
function databaseWith(name: string, sheet: string | null | undefined): string {
  const file = join(folder, name)
  const sqlite = new DatabaseSync(file)
  sqlite.exec('create table chats (id text, title text)')
  sqlite.exec('create table messages (id text, chat_id text, parent_id text, text text)')
  sqlite.exec("insert into chats values ('mine', 'Mine')")
  if (sheet !== undefined) {
    sqlite.exec('alter table chats add column sheet text')
    sqlite.prepare('update chats set sheet = ?').run(sheet)
  }
  sqlite.close()
  return file
}

test.for<[string | null | undefined, string | null | undefined, number]>([
  ['{"name":"Mira"}', '{"name":"Mira"}', 0],
  ['{"name":"Mira"}', '{"name":"Oskar"}', 1],
  ['{"name":"Mira"}', null, 1],
  ['{"name":"Mira"}', undefined, 1],
  [undefined, '{"name":"Mira"}', 1],
  [null, undefined, 0],
  [undefined, undefined, 0],
])('a chat with another sheet in the backup differs: %s, %s', ([ours, theirs, chats]) => {
  const compared = changes(databaseWith('present.db', ours), databaseWith('backup.db', theirs))
  expect(compared).toMatchObject({ ok: true, value: { differ: { chats, messages: 0 } } })
})
