import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What an archive is read by: siblings in a fixed order, and the turn of a reply. */
export const archiveIndexes: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `drop index messages_by_parent`,
  `create index messages_by_parent on messages (chat_id, parent_id, created_at, id)`,
  `create index turns_by_reply on turns (reply_id)`,
]
