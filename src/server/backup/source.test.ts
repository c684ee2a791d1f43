import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sourceOf } from './source.ts'

const name = 'holdfast-2026-01-01T04-17-00-000Z'
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-source-'))
  writeFileSync(join(folder, `${name}.db.zst`), '')
  writeFileSync(join(folder, 'letter.txt'), '')
})
afterAll(() => rmSync(folder, { recursive: true }))

test('a name is looked for where backups are kept', () => {
  expect(sourceOf(name)).toEqual({ to: undefined, name })
  expect(sourceOf(`${name}.json`)).toEqual({ to: undefined, name })
})

test('a file is a backup of its folder, and a folder holds any', () => {
  expect(sourceOf(join(folder, `${name}.db.zst`))).toEqual({ to: folder, name })
  expect(sourceOf(folder)).toEqual({ to: folder, name: undefined })
})

test('an address may end with a name', () => {
  expect(sourceOf('s3://stories/mine?region=x')).toEqual({ to: 's3://stories/mine?region=x', name: undefined })
  expect(sourceOf(`s3://stories/mine/${name}?region=x`)).toEqual({ to: 's3://stories/mine?region=x', name })
  expect(sourceOf(`s3://stories/${name}.db.zst`)).toEqual({ to: 's3://stories', name })
})

test('anything else is nothing', () => {
  expect(sourceOf('yesterday')).toBeUndefined()
  expect(sourceOf(join(folder, 'letter.txt'))).toBeUndefined()
})
