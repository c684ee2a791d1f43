import type { DatabaseSync } from 'node:sqlite'

// SQLite checks about 1 MB in a millisecond when the file is in memory, and 10 MB in 100 ms when it is not. What is
// larger is checked in a process of its own, after the start.
const checkedAtOnceBytes = 48_000_000

/** What is damaged in a database that was just opened, as far as can be seen in a moment. Throws what SQLite says. */
export function damageAtStart(sqlite: DatabaseSync): string | undefined {
  const sizeBytes = pragma(sqlite, 'page_count') * pragma(sqlite, 'page_size')
  // Reads the header and every table's definition, whatever the size.
  sqlite.prepare('select count(*) from sqlite_schema').get()
  return sizeBytes > checkedAtOnceBytes ? undefined : firstDamage(sqlite, 'quick_check')
}

/** The first thing that a check of SQLite's finds; undefined when all is well. */
export function firstDamage(sqlite: DatabaseSync, check: 'quick_check' | 'integrity_check'): string | undefined {
  const said = String(sqlite.prepare(`pragma ${check}(1)`).get()?.[check])
  // It begins with a line about which database it means, and there is one.
  return said === 'ok'
    ? undefined
    : said
        .replace(/^\*{3}.*\*{3}/, '')
        .replaceAll(/\s+/g, ' ')
        .trim()
}

function pragma(sqlite: DatabaseSync, name: 'page_count' | 'page_size'): number {
  return Number(sqlite.prepare(`pragma ${name}`).get()?.[name])
}
