import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import {
  asking,
  clockThatOnlyTells as clock,
  describeWithEngine,
  EngineLog,
  readReply,
} from '../../../../test/fixtures/embedded-engine.ts'
import type { EmbeddedBackend } from './backend.ts'
import { sha256Of } from './checksum.ts'
import { Engine } from './engine.ts'
import { openFileBackend } from './file.ts'
import { pinnedChecksum } from './known-checksum.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
/** Long enough for any machine; what is waited for comes as soon as it can. */
const patiently = { timeout: 30_000 }
const narratorFile = join(root, 'models/holdfast-narrator-0.gguf')

describeWithEngine('an embedded engine', () => {
  test('runs a model file, under the name and the length it was given', async () => {
    const folder = newFolder()
    const { backend } = openFile(narratorFile, folder)
    const reply = await readReply(backend, asking('Continue.'))
    expect(backend.info).toMatchObject({ name: 'mine', kind: 'file', model: 'holdfast-narrator-0.gguf', label: null })
    expect(reply.end).toMatchObject({ finish: 'length', usage: { completionTokens: 12 } })
  })

  test('does not load a file that is not the one it was, and says which record to delete', async () => {
    const folder = newFolder()
    const file = copyOfNarrator(folder)
    const first = await readReply(openFile(file, folder).backend, asking('Continue.'))
    expect(first.end).toBeDefined()

    const before = await sha256Of(file)
    change(file, (bytes) => {
      bytes[1_000_000] = (bytes[1_000_000] ?? 0) ^ 1
    })
    const { failure } = await readReply(openFile(file, folder).backend, asking('Continue.'))
    expect(failure?.fault).toBe('model-file-damaged')
    expect(failure?.because).toContain(before)
    expect(failure?.because).toContain(await sha256Of(file))
    expect(failure?.because).toMatch(/delete .*model-files\/[0-9a-f]{16}\.json$/)
  })

  test('does not load a file that does not match what it must be', async () => {
    const engine = new Engine({
      name: 'pinned',
      file: narratorFile,
      checksum: pinnedChecksum('0'.repeat(64)),
      log: new EngineLog(),
      clock,
    })
    expect(await engine.run()).toMatchObject({ ok: false, error: { fault: 'model-file-damaged' } })
    await engine.close()
  })

  test.for([
    { what: 'is not there', write: () => undefined },
    { what: 'is a web page', write: (file: string) => writeFileSync(file, '<!doctype html><title>Sign in</title>') },
    { what: 'is empty', write: (file: string) => writeFileSync(file, '') },
    { what: 'is cut off', write: (file: string) => writeFileSync(file, readFileSync(narratorFile).subarray(0, 9_000)) },
  ])('says that a file $what cannot be used, and does not die of it', async ({ write }) => {
    const folder = newFolder()
    const file = join(folder, 'model.gguf')
    write(file)
    const { backend, log } = openFile(file, folder)
    const { failure } = await readReply(backend, asking('Continue.'))
    expect(failure?.fault).toBe('model-file-unusable')
    expect(failure?.because).toContain(file)
    expect(log.count('engine died')).toBe(0)
  })

  test('gives a file up that kills its process twice before the first token', async () => {
    const folder = newFolder()
    const file = copyOfNarrator(folder)
    // Without byte pieces the engine aborts at the first character that it does not know.
    change(file, (bytes) => {
      for (let at = bytes.indexOf('<0x'); at >= 0; at = bytes.indexOf('<0x', at)) bytes.write('<0y', at)
    })
    const { backend } = openFile(file, folder)
    const failures = []
    for (let n = 0; n < 3; n++) failures.push((await readReply(backend, asking('Ω'))).failure)
    expect(failures[0]).toMatchObject({ fault: 'engine-died' })
    expect(failures[0]?.because).toMatch(/ended: signal SIGABRT; .*out_of_range/)
    expect(failures[2]).toMatchObject({ fault: 'model-file-unusable' })
    expect(failures[2]?.because).toMatch(/died 2 times in a row.*restarted.*SIGABRT/)
  })

  test('starts again for the next reply when its process was killed while nobody asked', async () => {
    const { backend, log } = openFile(narratorFile, newFolder())
    for (let n = 0; n < 3; n++) {
      await backend.prepare()
      process.kill(log.pid, 'SIGKILL')
      await expect.poll(() => log.count('engine died'), patiently).toBe(n + 1)
    }
    expect((await readReply(backend, asking('Continue.'))).end).toBeDefined()
  })

  test('ends its process when it is closed, and a reply that is being written with it', async () => {
    const { backend, log } = openFile(narratorFile, newFolder())
    const reply = await readReply(backend, asking('Continue.'), () => void backend.close())
    expect(reply.failure?.fault).toBe('engine-died')
    expect(isRunning(log.pid)).toBe(false)
    expect((await readReply(backend, asking('Continue.'))).failure?.because).toContain('is being closed')
  })

  test('leaves no process behind when its owner is killed', async () => {
    const owner = runOwner(root)
    const pid = await firstLine(owner, (line) => (line['event'] === 'engine started' ? line['pid'] : undefined))
    await firstLine(owner, (line) => (line['kind'] === 'token' ? true : undefined))
    if (typeof pid !== 'number') throw new Error('the engine did not say what its process is')
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toMatch(/engine\/child\.ts\0holdfast-practice\0/)
    owner.kill('SIGKILL')
    await expect.poll(() => isRunning(pid), patiently).toBe(false)
  })
})

test('an engine that is not installed is a sentence, not a crash', async () => {
  const folder = newFolder()
  for (const part of ['package.json', 'models', 'src/shared', 'src/protocol', 'src/server/models', 'test/fixtures']) {
    cpSync(join(root, part), join(folder, part), { recursive: true })
  }
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(join(root, 'node_modules/zod'), join(folder, 'node_modules/zod'))
  const owner = runOwner(folder)
  const failure = await firstLine(owner, (line) => (line['kind'] === 'failed' ? line['failure'] : undefined))
  expect(failure).toMatchObject({ fault: 'engine-missing', because: expect.stringContaining("'node-llama-cpp'") })
  await expect.poll(() => owner.exitCode, patiently).toBe(0)
})

function openFile(file: string, folder: string): { backend: EmbeddedBackend; log: EngineLog } {
  const log = new EngineLog()
  const settings = { name: 'mine', file, maxTokens: 12 }
  const backend = openFileBackend(settings, { source: 'configured', log, clock, dataDir: join(folder, 'data') })
  onTestFinished(() => backend.close())
  return { backend, log }
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-engine-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

function copyOfNarrator(folder: string): string {
  const file = join(folder, 'model.gguf')
  cpSync(narratorFile, file)
  return file
}

function change(file: string, edit: (bytes: Buffer) => void): void {
  const bytes = readFileSync(file)
  edit(bytes)
  writeFileSync(file, bytes)
}

function runOwner(folder: string): ChildProcess {
  const owner = spawn(process.execPath, [join(folder, 'test/fixtures/engine-owner/main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void owner.kill('SIGKILL'))
  return owner
}

/** What `find` makes of the first line that it makes something of. */
async function firstLine<T>(owner: ChildProcess, find: (line: Record<string, unknown>) => T | undefined): Promise<T> {
  if (owner.stdout === null) throw new Error('the owner has no output')
  for await (const line of createInterface({ input: owner.stdout })) {
    const found = find(JSON.parse(line))
    if (found !== undefined) return found
  }
  throw new Error('the owner ended before it said that')
}

/** A process that ended, and that nobody has asked about yet, is still listed: as a zombie. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
