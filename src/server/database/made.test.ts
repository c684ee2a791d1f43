import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lostDatabase, rememberMade } from './made.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'holdfast-made-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const database = () => join(dataDir, 'holdfast.db')

test('in a folder that never had a database one may be made', () => {
  expect(lostDatabase(dataDir)).toBeUndefined()
})

test('a database that is there is not lost', () => {
  writeFileSync(database(), 'pages')
  rememberMade(dataDir, 0)
  expect(lostDatabase(dataDir)).toBeUndefined()
})

test('one that is gone, or has nothing in it any more, is lost, and the sentence says how to go on', () => {
  rememberMade(dataDir, 0)
  const gone = `There was a database in ${dataDir}, and holdfast.db is not there any more: bring it back from where it is, or a backup with \`holdfast restore\`, which lists them; to begin with an empty one, delete ${dataDir}/holdfast.made.`
  expect(lostDatabase(dataDir)).toBe(gone)
  writeFileSync(database(), '')
  expect(lostDatabase(dataDir)).toContain('holdfast.db is empty now')
})

test('the mark says what it is for, and keeps the day it was made', () => {
  rememberMade(dataDir, 0)
  rememberMade(dataDir, 1)
  expect(readFileSync(join(dataDir, 'holdfast.made'), 'utf8')).toContain('was made here on 1970-01-01T00:00:00.000Z')
})
