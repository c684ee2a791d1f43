import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataFolderProblem } from './data-folder.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-data-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Root may write everything, so it looks with the eyes of somebody who may not. */
function asNobodySpecial<T>(look: () => T): T {
  if (process.geteuid?.() !== 0) return look()
  process.seteuid?.(65_534)
  try {
    return look()
  } finally {
    process.seteuid?.(0)
  }
}

test('a folder that is not there is made, and nothing is left in it', () => {
  const deep = join(folder, 'Gute Nächte', 'data')
  expect(dataFolderProblem(deep)).toBeUndefined()
  expect(existsSync(deep)).toBe(true)
  expect(readdirSync(deep)).toEqual([])
})

test('a folder that may only be read', () => {
  chmodSync(folder, 0o555)
  const problem = asNobodySpecial(() => dataFolderProblem(folder))
  chmodSync(folder, 0o755)
  expect(problem).toMatch(/^`dataDir` is \S+, which user \S+ cannot write \(EACCES\): change its owner, or set .*\.$/)
})

test('a database that belongs to somebody else, in a folder that does not', () => {
  writeFileSync(join(folder, 'holdfast.db'), '')
  chmodSync(join(folder, 'holdfast.db'), 0o444)
  chmodSync(folder, 0o777)
  const problem = asNobodySpecial(() => dataFolderProblem(folder))
  expect(problem).toMatch(/, whose holdfast\.db user \S+ cannot write \(EACCES\): change its owner, or set .*\.$/)
})

test('a link to a disk that is not mounted', () => {
  symlinkSync(join(folder, 'no', 'disk'), join(folder, 'data'))
  expect(dataFolderProblem(join(folder, 'data'))).toContain(
    'data, which cannot be made there (ENOENT): make it, or set',
  )
})

test('a folder where the database should be', () => {
  mkdirSync(join(folder, 'holdfast.db'))
  expect(dataFolderProblem(folder)).toContain('whose holdfast.db is a folder: move that away, or set')
})
