import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What is watched, and what was seen of it. */
export const components: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

/** 12 lower-case letters and digits, made by SQLite. */
const shortId = `substr(lower(hex(randomblob(6))), 1, 12)`

const statements = [
  `create table meta (
    key text primary key,
    value text not null
  ) strict, without rowid`,
  `insert into meta (key, value) values ('page', ${shortId})`,

  `create table components (
    id text primary key,
    key text not null unique,
    name text not null,
    description text not null,
    hop text,
    "group" text,
    position integer not null,
    created_at integer not null,
    retired_at integer
  ) strict, without rowid`,

  // Every change of a state, for good: since when, and what was seen.
  `create table states (
    id integer primary key,
    component_id text not null,
    state text not null,
    at integer not null,
    because text
  ) strict`,
  `create index states_of on states (component_id, at)`,

  `create table days (
    component_id text not null,
    day text not null,
    degraded_ms integer not null default 0,
    partial_ms integer not null default 0,
    major_ms integer not null default 0,
    maintenance_ms integer not null default 0,
    unseen_ms integer not null default 0,
    primary key (component_id, day)
  ) strict, without rowid`,

  `create table hours (
    component_id text not null,
    hour integer not null,
    median_ms real,
    primary key (component_id, hour)
  ) strict, without rowid`,

  // What a model wrote for nobody, and how fast.
  `create table canaries (
    at integer primary key,
    backend text not null,
    outcome text not null,
    first_token_ms real,
    tokens_per_second real
  ) strict`,

  // How long something was away, as measured: what forecasts are learnt from.
  `create table outages (
    id integer primary key,
    hop text not null,
    started_at integer not null,
    recovered_at integer,
    cause text,
    incident_id text
  ) strict`,
]
