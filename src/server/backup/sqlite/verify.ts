import { isDeepStrictEqual } from 'node:util'
import { openToRead } from '#sqlite/open-to-read.ts'
import { firstDamage } from '#sqlite/start-check.ts'
import { isStorageFailure } from '#sqlite/storage-failure.ts'
import { contentsIn, type Contents } from './contents.ts'

/** What is wrong with a copy of a database; undefined when it is sound and holds what it should. */
export function whatIsWrong(file: string, expected: Contents): string | undefined {
  return damageOf(file) ?? differenceOf(file, expected)
}

/** What is damaged in a database, after looking at all of it. */
export function damageOf(file: string): string | undefined {
  const sqlite = openToRead(file)
  try {
    return firstDamage(sqlite, 'integrity_check')
  } catch (error) {
    if (!isStorageFailure(error)) throw error
    return error.message
  } finally {
    sqlite.close()
  }
}

function differenceOf(file: string, expected: Contents): string | undefined {
  const found = contentsIn(file)
  if (isDeepStrictEqual(found, expected)) return undefined
  return `it holds ${JSON.stringify(found)} and should hold ${JSON.stringify(expected)}`
}
