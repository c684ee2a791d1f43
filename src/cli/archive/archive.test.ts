import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chatListSchema } from '#protocol/chats.ts'
import { command } from '../../../test/fixtures/command.ts'
import { openFakeBackend, type FakeBackend } from '../../../test/fixtures/fake-backend/server.ts'
import { runningServer, type RunningServer } from '../../../test/support/running-server.ts'
import { writerAt } from '../../../test/support/writer.ts'

const root = mkdtempSync(join(tmpdir(), 'holdfast-cli-archive-'))
let fake: FakeBackend
let server: RunningServer
let chatId: string

beforeAll(async () => {
  fake = await openFakeBackend({ behaviour: { tokens: 5, everyMs: 0 } })
  server = await runningServer([{ name: 'fake', baseURL: fake.baseURL, model: 'fake' }])
  const writer = writerAt(server.address)
  chatId = await writer.newChat()
  for (const text of ['Once upon a time', 'And then?']) await writer.follow((await writer.send(chatId, text)).stream)
})
afterAll(async () => {
  await server.stop()
  await fake.close()
  rmSync(root, { recursive: true })
})

async function holdfast(args: readonly string[], port = new URL(server.address).port) {
  const run = command([...args, '--server-port', port], { folder: root })
  const { code } = await run.ended
  return { code, stdout: run.stdout(), stderr: run.stderr() }
}

async function chatsThere(): Promise<number> {
  return chatListSchema.parse(await (await fetch(`${server.address}/api/chats`)).json()).chats.length
}

test('what is exported comes back when it was deleted, and the second time nothing is new', async () => {
  const saved = await holdfast(['export', '--to', 'all.zip'])
  expect(saved).toMatchObject({ code: 0, stderr: '' })
  expect(saved.stdout).toMatch(/^Saved \d+ KB as all\.zip\.\n$/)
  await fetch(`${server.address}/api/chats/${chatId}`, { method: 'DELETE' })
  expect(await chatsThere()).toBe(0)
  expect(await holdfast(['import', 'all.zip'])).toEqual({
    code: 0,
    stdout: 'Took in 1 chat and 4 messages.\n',
    stderr: '',
  })
  expect(await chatsThere()).toBe(1)
  expect((await holdfast(['import', 'all.zip'])).stdout).toBe(
    'Took in 0 chats and 0 messages; 1 chat and 4 messages were here already.\n',
  )
})

test('without --to it has a name of its own, and a file that is there is not written over', async () => {
  const first = await holdfast(['export', '--format', 'markdown', '--chat', chatId])
  const name = /as (\S+)\.\n$/.exec(first.stdout)?.[1] ?? ''
  expect(name).toMatch(/^Once-upon-a-time-\d{4}-\d\d-\d\d\.md$/)
  expect(readFileSync(join(root, name), 'utf8')).toContain('# Once upon a time')
  const again = await holdfast(['export', '--format', 'markdown', '--chat', chatId])
  expect(again.code).toBe(2)
  expect(again.stderr).toContain(`${name} is there already`)
  expect(readdirSync(root).filter((file) => file.endsWith('.part'))).toEqual([])
})

describe('a passphrase', () => {
  test('seals the file, and is asked for by name', async () => {
    writeFileSync(join(root, 'secret'), 'correct horse\n')
    writeFileSync(join(root, 'other'), 'wrong horse\n')
    const saved = await holdfast(['export', '--to', 'all.holdfast', '--passphrase-file', 'secret'])
    expect(saved.code).toBe(0)
    expect(readFileSync(join(root, 'all.holdfast'), 'latin1')).not.toContain('Once')
    const none = await holdfast(['import', 'all.holdfast'])
    expect(none).toMatchObject({ code: 1, stdout: '' })
    expect(none.stderr).toContain('[passphrase-needed]')
    const wrong = await holdfast(['import', 'all.holdfast', '--passphrase-file', 'other'])
    expect(wrong).toMatchObject({ code: 1, stdout: '' })
    expect(wrong.stderr).toContain('[passphrase-wrong]')
    const right = await holdfast(['import', 'all.holdfast', '--passphrase-file', 'secret'])
    expect(right).toMatchObject({ code: 0, stderr: '' })
  })

  test('cannot seal what is for people to read', async () => {
    const refused = await holdfast(['export', '--format', 'html', '--passphrase-file', 'secret'])
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('cannot be sealed')
  })
})

test('what is damaged is listed, and the rest is taken', async () => {
  await holdfast(['export', '--format', 'jsonl', '--to', 'half.jsonl'])
  const lines = readFileSync(join(root, 'half.jsonl'), 'utf8').split('\n')
  writeFileSync(join(root, 'half.jsonl'), [...lines.slice(0, 3), 'nonsense', ...lines.slice(4, 5)].join('\n'))
  const taken = await holdfast(['import', 'half.jsonl'])
  expect(taken.code).toBe(1)
  expect(taken.stdout).toContain('1 chat and 2 messages were here already')
  expect(taken.stderr).toContain(`  line 4, chat ${chatId}: unreadable`)
  expect(taken.stderr).toContain('  the file: cut-off')
})

describe('a mistake is told with its fix', () => {
  test.for([
    [['import'], 'holdfast import FILE'],
    [['import', 'a', 'b'], 'one at a time'],
    [['import', 'none.zip'], 'none.zip cannot be read'],
    [['export', '--format', 'pdf'], 'must be one of zip, jsonl'],
    [['export', '--passphrase-file', 'none'], '--passphrase-file'],
    [['export', '--formt', 'zip'], '--formt'],
  ] as const)('%j', async ([args, part]) => {
    const { code, stderr, stdout } = await holdfast(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(part)
  })

  test('no server runs', async () => {
    writeFileSync(join(root, 'some.zip'), 'x')
    for (const args of [['export'], ['import', 'some.zip']]) {
      const { code, stderr } = await holdfast(args, '9')
      expect(code).toBe(1)
      expect(stderr).toContain('No Holdfast server answers at http://127.0.0.1:9')
      expect(stderr).toContain('`holdfast up`')
    }
  })

  test('a chat that is not there, and a file that is no archive', async () => {
    expect((await holdfast(['export', '--chat', crypto.randomUUID()])).stderr).toContain('[unknown-chat]')
    const { code, stderr } = await holdfast(['import', 'some.zip'])
    expect(code).toBe(1)
    expect(stderr).toContain('[not-an-archive]')
  })
})
