import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What a story is about. */
export const storySheets: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

// The sheet stands last: a row is read up to the column that is asked for, and lists of chats need only the moment.
const statements = [`alter table chats add column sheet_at integer`, `alter table chats add column sheet text`]
