import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What people asked for help with, and what was answered. */
export const tickets: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table tickets (
    id text primary key,
    bundle_id text not null unique,
    key_hash text not null,
    state text not null,
    created_at integer not null,
    changed_at integer not null,
    incident_id text,
    mail text,
    times integer not null,
    about text,
    words text not null,
    faults text not null,
    bundle text not null
  ) strict`,
  `create index tickets_in_state on tickets (state, changed_at)`,

  `create table ticket_messages (
    id integer primary key,
    ticket_id text not null,
    at integer not null,
    by text not null,
    body text not null
  ) strict`,
  `create index ticket_messages_of on ticket_messages (ticket_id, id)`,
]
