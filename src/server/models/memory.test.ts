import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BackendSettings } from '#protocol/backends.ts'
import { keptLog } from '../../../test/fixtures/kept-log.ts'
import { manualClock } from '../../../test/support/clock.ts'
import { fileMemory } from './memory.ts'

const backends: readonly BackendSettings[] = [
  { name: 'far', baseURL: 'https://models.example/v1', model: 'm', apiKey: 'sk-secret' },
  { name: 'near', file: '/models/story.gguf' },
]

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-memory-'))
})

afterEach(() => rm(folder, { recursive: true }))

function open() {
  const log = keptLog()
  const path = join(folder, 'backends.json')
  return { path, log, memory: fileMemory(path, { clock: manualClock(), log }) }
}

test('what was written is read again, and only by its owner', async () => {
  const { memory, path } = open()
  expect(await memory.read()).toEqual([])
  expect((await memory.write(backends)).ok).toBe(true)
  expect(await open().memory.read()).toEqual(backends)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test('writes that overlap leave the last one, and nothing beside it', async () => {
  const { memory } = open()
  await Promise.all([memory.write(backends), memory.write([]), memory.write(backends.slice(1))])
  expect(await memory.read()).toEqual(backends.slice(1))
  expect(await readdir(folder)).toEqual(['backends.json'])
})

test.for(['{"backends":[{"na', '[]', '{"backends":[{"name":"x"}]}', ''])(
  'a file that cannot be read is set aside as it is, and said so: %s',
  async (text) => {
    const { memory, path, log } = open()
    await writeFile(path, text)
    expect(await memory.read()).toEqual([])
    expect(log.lines.map(({ level }) => level)).toEqual(['warn'])
    await memory.write(backends)
    const aside = (await readdir(folder)).filter((name) => name.includes('broken'))
    expect(aside).toHaveLength(1)
    expect(await readFile(join(folder, aside[0] ?? ''), 'utf8')).toBe(text)
  },
)

test('a folder that is gone is an error with its reason', async () => {
  const { memory } = open()
  await rm(folder, { recursive: true })
  expect(await memory.write(backends)).toMatchObject({ ok: false, error: expect.stringContaining('ENOENT') })
  folder = await mkdtemp(join(tmpdir(), 'holdfast-memory-'))
})
