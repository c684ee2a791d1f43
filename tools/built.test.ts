import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fingerprintOf } from './built.js'

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-fingerprint-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'web'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'web', name), text)
  return folder
}

async function fingerprint(files: Readonly<Record<string, string>>): Promise<string> {
  return fingerprintOf(await folderWith(files), ['web'])
}

test('the same sources have the same fingerprint, wherever they lie', async () => {
  const files = { 'a.ts': 'one', 'b.ts': 'two' }
  expect(await fingerprint(files)).toBe(await fingerprint(files))
})

test.for([
  { 'a.ts': 'one', 'b.ts': 'other' },
  { 'a.ts': 'one', 'c.ts': 'two' },
  { 'a.ts': 'one' },
  { 'a.ts': 'one\nb.ts', 'b.ts': 'two' },
])('other sources (%o) have another', async (files) => {
  expect(await fingerprint(files)).not.toBe(await fingerprint({ 'a.ts': 'one', 'b.ts': 'two' }))
})

test('a test is no source of the app', async () => {
  expect(await fingerprint({ 'a.ts': 'one', 'a.test.ts': 'two' })).toBe(await fingerprint({ 'a.ts': 'one' }))
})
