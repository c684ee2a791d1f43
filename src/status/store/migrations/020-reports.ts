import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** How many people said "I see it too", and never who. */
export const reports: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Five minutes each; none for those in which nobody reported.
  `create table report_slots (
    component_id text not null,
    at integer not null,
    people integer not null,
    primary key (component_id, at)
  ) strict, without rowid`,

  // What is usual is learnt from these, so the empty ones count, too.
  `create table report_hours (
    component_id text not null,
    at integer not null,
    people integer not null,
    is_calm integer not null,
    primary key (component_id, at)
  ) strict, without rowid`,
]
