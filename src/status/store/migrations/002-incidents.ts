import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What is said about what was seen. Updates, corrections and forecasts are only ever added to. */
export const incidents: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table incidents (
    id text primary key,
    number integer not null unique,
    title text not null,
    phase text not null,
    impact text not null,
    side text,
    cause text,
    cause_p real,
    fault text,
    evidence text not null,
    safe text not null,
    started_at integer not null,
    opened_at integer not null,
    changed_at integer not null,
    recovered_at integer,
    resolved_at integer,
    next_update_by integer,
    missed_updates integer not null default 0,
    is_backfilled integer not null default 0,
    opened_by text not null,
    is_measured integer not null default 0,
    merged_into text,
    version integer not null default 1
  ) strict, without rowid`,
  `create index incidents_open on incidents (resolved_at, opened_at)`,

  `create table maintenances (
    id text primary key,
    number integer not null unique,
    title text not null,
    state text not null,
    created_at integer not null,
    changed_at integer not null,
    from_at integer not null,
    until_at integer not null,
    version integer not null default 1
  ) strict, without rowid`,

  // Of incidents and of maintenances: of_id is the id of either.
  `create table affected (
    of_id text not null,
    component_id text not null,
    primary key (of_id, component_id)
  ) strict, without rowid`,

  `create table updates (
    id text primary key,
    of_id text not null,
    phase text not null,
    body text not null,
    at integer not null,
    by text not null,
    changes text not null
  ) strict, without rowid`,
  `create index updates_of on updates (of_id, at)`,

  // The text that stood in an update before, and until when.
  `create table corrections (
    id integer primary key,
    update_id text not null,
    body text not null,
    until integer not null
  ) strict`,
  `create index corrections_of on corrections (update_id)`,

  `create table forecasts (
    id integer primary key,
    incident_id text not null,
    at integer not null,
    elapsed_min real not null,
    q10 real not null,
    q50 real not null,
    q90 real not null,
    p30 real not null,
    n integer not null,
    model text not null,
    says text not null,
    duration_min real
  ) strict`,
  `create index forecasts_of on forecasts (incident_id, at)`,
]
