import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { NodeSqliteDialect } from './dialect.ts'
import { queryOn } from './query.ts'

interface Tables {
  readonly notes: { readonly id: string; readonly kind: string; readonly at: number | null }
}

function openNotes() {
  const sqlite = new DatabaseSync(':memory:')
  onTestFinished(() => sqlite.close())
  sqlite.exec('create table notes (id text, kind text, at integer)')
  return { query: queryOn(sqlite), records: new Kysely<Tables>({ dialect: new NodeSqliteDialect(sqlite) }) }
}

test('a template is asked with other values each time, beside those that are always the same', () => {
  const { query, records } = openNotes()
  const add = query.template(['id', 'at'], (note) => records.insertInto('notes').values({ ...note, kind: 'k' }))
  expect(add.run({ id: 'a', at: 1 })).toBe(1)
  expect(add.run({ at: null, id: 'b' })).toBe(1)
  const noteOf = query.template(['id'], ({ id }) => records.selectFrom('notes').selectAll().where('id', '=', id))
  expect(['a', 'b', 'c'].map((id) => noteOf.first({ id }))).toMatchObject([
    { id: 'a', kind: 'k', at: 1 },
    { id: 'b', kind: 'k', at: null },
    undefined,
  ])
})

test('a value that SQLite would keep as something else is refused by a template, too', () => {
  const { query, records } = openNotes()
  const add = query.template(['at'], ({ at }) => records.insertInto('notes').values({ id: 'a', kind: 'k', at }))
  // @ts-expect-error -- nor does it compile
  expect(() => add.run({ at: new Date(0) })).toThrow(TypeError)
})
