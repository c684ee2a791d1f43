import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The name of this line of stories, and totals that are kept instead of counted. */
export const historyAndTotals: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

/** A random UUID (RFC 9562 §5.4), made by SQLite. */
export const randomUuid = `lower(
  hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' ||
  substr('89ab', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))`

const statements = [
  `create table meta (
    key text primary key,
    value text not null
  ) strict, without rowid`,
  `insert into meta (key, value) values ('history', ${randomUuid})`,

  // One row. Counting 100,000 messages and their characters would hold up everything else for longer than a token takes.
  `create table totals (
    chats integer not null,
    messages integer not null,
    characters integer not null
  ) strict`,
  `insert into totals (chats, messages, characters)
    select (select count(*) from chats), count(*), coalesce(sum(length(text)), 0) from messages`,
  `create trigger chat_counted after insert on chats begin
    update totals set chats = chats + 1;
  end`,
  `create trigger chat_uncounted after delete on chats begin
    update totals set chats = chats - 1;
  end`,
  `create trigger message_counted after insert on messages begin
    update totals set messages = messages + 1, characters = characters + length(new.text);
  end`,
  `create trigger message_uncounted after delete on messages begin
    update totals set messages = messages - 1, characters = characters - length(old.text);
  end`,
  `create trigger message_recounted after update of text on messages begin
    update totals set characters = characters + length(new.text) - length(old.text);
  end`,
]
