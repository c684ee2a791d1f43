import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Components whose probe the operator holds for wrong, until it has seen them well. */
export const distrusted: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw(statement).execute(db)
  },
}

const statement = `create table distrusted (
    component_id text primary key,
    incident_id text not null,
    at integer not null,
    because text not null
  ) strict, without rowid`
