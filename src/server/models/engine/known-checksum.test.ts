import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { EngineLog } from '../../../../test/fixtures/embedded-engine.ts'
import { pinnedChecksum, recordedChecksum } from './known-checksum.ts'

test('a pinned checksum is known before the file was ever used', async () => {
  expect(await pinnedChecksum('abc').read()).toEqual({ ok: true, value: 'abc' })
})

test('a file that a person chose is recorded at its first use, and the record is never changed', async () => {
  const dataDir = newFolder()
  const first = recordedChecksum('/models/a.gguf', dataDir, new EngineLog())
  expect(await first.read()).toEqual({ ok: true, value: null })
  await first.keep('abc')

  const later = recordedChecksum('/models/a.gguf', dataDir, new EngineLog())
  expect(await later.read()).toEqual({ ok: true, value: 'abc' })
  await later.keep('another')
  expect(await later.read()).toEqual({ ok: true, value: 'abc' })
  expect(await recordedChecksum('/models/b.gguf', dataDir, new EngineLog()).read()).toEqual({ ok: true, value: null })
})

test('a record that cannot be read is a sentence that says what to delete', async () => {
  const dataDir = newFolder()
  const checksum = recordedChecksum('/models/a.gguf', dataDir, new EngineLog())
  await checksum.keep('abc')
  const [name = ''] = readdirSync(join(dataDir, 'model-files'))
  writeFileSync(join(dataDir, 'model-files', name), '{"file":')
  const read = await checksum.read()
  expect(read).toMatchObject({ ok: false, error: { fault: 'model-file-unusable' } })
  expect(read.ok ? '' : read.error.because).toMatch(/delete it$/)
})

test('a record that cannot be written is told to the operator, and stops nobody from writing', async () => {
  const dataDir = join(newFolder(), 'a-file')
  writeFileSync(dataDir, '')
  const log = new EngineLog()
  await recordedChecksum('/models/a.gguf', dataDir, log).keep('abc')
  expect(log.count('checksum not recorded')).toBe(1)
  expect(existsSync(join(dataDir, 'model-files'))).toBe(false)
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-checksum-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}
