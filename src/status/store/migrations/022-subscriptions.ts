import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Who wants to be told, and what became of telling them. */
export const subscriptions: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table subscriptions (
    id text primary key,
    kind text not null,
    target text not null,
    secret text not null,
    is_active integer not null,
    until_back integer not null,
    created_at integer not null,
    unique (kind, target)
  ) strict, without rowid`,

  // What waits to be delivered, and when it is tried next.
  `create table deliveries (
    id integer primary key,
    subscription_id text not null,
    key text not null,
    body text not null,
    attempts integer not null,
    next_at integer not null
  ) strict`,
  `create index deliveries_due on deliveries (next_at)`,

  // What somebody has been told, so that they are told once.
  `create table told (
    subscription_id text not null,
    key text not null,
    at integer not null,
    primary key (subscription_id, key)
  ) strict, without rowid`,

  `create table attempts (
    id integer primary key,
    subscription_id text not null,
    at integer not null,
    key text not null,
    took_ms integer not null,
    outcome text not null
  ) strict`,
  `create index attempts_of on attempts (subscription_id, id)`,
]
