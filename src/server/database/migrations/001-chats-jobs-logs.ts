import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Chats, messages and reply jobs; token logs with their entries and producers. */
export const chatsJobsLogs: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table chats (
    id text primary key,
    title text,
    created_at integer not null,
    updated_at integer not null,
    head text
  ) strict`,
  `create index chats_by_update on chats (updated_at)`,
  `create table messages (
    id text primary key,
    chat_id text not null references chats (id) on delete cascade,
    parent_id text references messages (id) on delete cascade,
    role text not null check (role in ('user', 'assistant')),
    text text not null,
    created_at integer not null
  ) strict`,
  `create index messages_by_parent on messages (chat_id, parent_id, created_at)`,
  // The foreign key of parent_id looks children up by it alone.
  `create index messages_by_parent_alone on messages (parent_id)`,
  `create table jobs (
    id text primary key references messages (id) on delete cascade,
    chat_id text not null,
    state text not null,
    epoch integer not null,
    owner text not null,
    asked text,
    writer text,
    stop_requested integer not null default 0,
    fault text,
    ended_at integer
  ) strict`,
  `create index live_jobs on jobs (owner) where ended_at is null`,
  `create table turns (
    id text primary key,
    chat_id text not null references chats (id) on delete cascade,
    fingerprint text not null,
    message_id text not null,
    reply_id text not null
  ) strict`,
  `create index turns_by_chat on turns (chat_id)`,
  `create table owners (
    name text primary key,
    process text not null,
    lease_until integer not null
  ) strict`,

  // `deadline`: when the log expires, moved on by every read and write while it has a TTL.
  // `first_seq`: where its own entries begin; those before are the ones of the log it branched off from.
  // `fork_point`: what the fork was asked for with, so that asking again is told from asking for another.
  `create table logs (
    key integer primary key autoincrement,
    id text not null unique,
    content_type text not null,
    reserved integer not null,
    epoch integer not null default 0,
    first_seq integer not null default 0,
    closed integer not null default 0,
    closed_by text,
    deleted integer not null default 0,
    ttl_seconds integer,
    expires_at integer,
    deadline integer,
    last_sequence text,
    forked_from integer,
    fork_point text,
    forks integer not null default 0
  ) strict`,
  `create index logs_by_deadline on logs (deadline) where deadline is not null`,
  // Text for JSON, bytes for everything else, so this table keeps what it is given.
  `create table entries (
    log integer not null,
    seq integer not null,
    data any not null,
    primary key (log, seq)
  ) strict, without rowid`,
  `create table producers (
    log integer not null,
    id text not null,
    epoch integer not null,
    seq integer not null,
    primary key (log, id)
  ) strict, without rowid`,
]
