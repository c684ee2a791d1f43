import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { healthSchema, type Health } from '../../src/protocol/health.ts'
import { ledgerSchema } from '../../src/protocol/ledger.ts'
import { problemSchema } from '../../src/protocol/problem.ts'
import type { Chance } from '../../src/shared/clock.ts'
import { seededChance } from '../../src/shared/ids.ts'
import { command } from '../fixtures/command.ts'
import { until } from '../support/house.ts'
import { startSingle, type Single } from '../support/single.ts'
import { openStories } from '../support/stored-stories.ts'

const runs = Number(process.env['RUNS'] ?? 12)
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const pageBytes = 4096

let folder: string
let dataDir: string
let whole: Buffer
let chatIds: readonly string[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-damage-'))
  dataDir = join(folder, 'data')
  mkdirSync(dataDir)
  const stories = await openStories(dataDir)
  chatIds = [await stories.tell('The lighthouse', 60), await stories.tell('The harbour', 60)]
  stories.close()
  whole = readFileSync(file())
  const { code } = await run(['backup'])
  expect(code).toBe(0)
})
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(async () => {
  // Only a test that failed leaves one running.
  if (running?.process.exitCode === null) running.signal('SIGKILL')
  await running?.exited
})
beforeEach(() => {
  for (const ending of ['-wal', '-shm', '.damaged']) rmSync(file() + ending, { force: true })
  writeFileSync(file(), whole)
})

const file = (): string => join(dataDir, 'holdfast.db')

async function run(args: readonly string[]) {
  const ran = command(args, { folder })
  const { code } = await ran.ended
  return { code, stdout: ran.stdout(), stderr: ran.stderr() }
}

const settings = () => ({ DATA_DIR: dataDir, LOOK: 'false', BACKENDS: '[]', BACKUP_AT: 'never' })
let running: Single | undefined

async function start(): Promise<Single> {
  running = await startSingle('server', ['--server-port', '0'], settings())
  return running
}

async function stop(server: Single): Promise<void> {
  expect(server.process.exitCode, server.log().join('\n')).toBeNull()
  server.signal('SIGTERM')
  expect(await server.exited).toBe(0)
}

async function healthOf({ address }: Single): Promise<Health> {
  return healthSchema.parse(await (await fetch(`${address}/healthz`)).json())
}

function sendTurn({ address }: Single, chatId: string): Promise<Response> {
  const body = JSON.stringify({ id: crypto.randomUUID(), text: 'and then' })
  return fetch(`${address}/api/chats/${chatId}/turns`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  })
}

/** What time does to disks: bytes that change, pages that are gone or swapped, an end that is missing. */
function damageAtRandom(chance: Chance): string {
  const bytes = Buffer.from(whole)
  const pages = bytes.length / pageBytes
  const page = Math.floor(chance() * pages) * pageBytes
  const other = Math.floor(chance() * pages) * pageBytes
  const kind = Math.floor(chance() * 4)
  if (kind === 0) for (let n = 0; n < 200; n++) bytes[Math.floor(chance() * bytes.length)] = Math.floor(chance() * 256)
  if (kind === 1) bytes.fill(0, page, page + pageBytes)
  if (kind === 2) bytes.copy(bytes, page, other, other + pageBytes)
  writeFileSync(file(), bytes)
  if (kind === 3) truncateSync(file(), Math.max(512, page + 100))
  return (
    ['200 bytes changed', `page ${page / pageBytes} zeroed`, `page ${page / pageBytes} swapped`, 'the end cut'][kind] ??
    ''
  )
}

test(`whatever is damaged, the server starts, says what is, and changes nothing (seed ${seed}, ${runs} times)`, async () => {
  const chance = seededChance(seed)
  let found = 0
  for (let round = 1; round <= runs; round++) {
    for (const ending of ['-wal', '-shm', '.damaged']) rmSync(file() + ending, { force: true })
    const what = `round ${round}: ${damageAtRandom(chance)}`
    const damaged = readFileSync(file())
    const server = await start()
    const reads = ['/api/chats', ...chatIds.map((id) => `/api/chats/${id}/messages`), '/api/ledger']
    for (const path of reads) {
      const answer = await fetch(server.address + path)
      // A change inside a text is nothing that SQLite could see, and an index may miss a row without anybody's word.
      if (answer.status === 503) expect(problemSchema.parse(await answer.json()).fault, what).toBe('database-damaged')
      else expect([200, 404], `${what}, ${path}: ${await answer.text()}`).toContain(answer.status)
    }
    const turn = await sendTurn(server, chatIds[0] ?? '')
    const { state, fault, because } = await healthOf(server)
    if (state === 'reading') {
      found++
      expect(fault, what).toBe('database-damaged')
      expect(because, what).toContain('`holdfast restore` brings it back')
      expect(problemSchema.parse(await turn.json()).fault, what).toBe('database-damaged')
      await stop(server)
      expect(readFileSync(file()).equals(damaged), what).toBe(true)
    } else {
      expect([202, 404], what).toContain(turn.status)
      await stop(server)
    }
  }
  expect(found, 'no damage was ever found, so nothing was tested').toBeGreaterThan(0)
}, 0)

test('a damaged database is told of, stays so over a restart, and a restore brings every message back', async () => {
  const bytes = Buffer.from(whole)
  bytes.fill(0xa5, bytes.length - 12 * pageBytes)
  writeFileSync(file(), bytes)
  for (let time = 1; time <= 2; time++) {
    const server = await start()
    expect(await healthOf(server)).toMatchObject({ state: 'reading', fault: 'database-damaged' })
    await until(() =>
      server.log().some((line) => /^The file of the server's stories is damaged: .*`holdfast restore`/.test(line)),
    )
    const list = await fetch(`${server.address}/api/chats`)
    expect(list.status).toBe(200)
    const refused = await run(['restore', 'newest'])
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('stop Holdfast first; nothing was changed'),
    })
    await stop(server)
  }
  const restored = await run(['restore', 'newest'])
  expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining('What was there is set aside as') })
  const aside = /set aside as (\S+)\.$/m.exec(restored.stdout)?.[1] ?? ''
  expect(readFileSync(aside).equals(bytes)).toBe(true)
  const server = await start()
  const ledger = ledgerSchema.parse(await (await fetch(`${server.address}/api/ledger`)).json())
  expect(ledger).toMatchObject({ chats: 2, messages: 240, storageFault: null })
  expect((await sendTurn(server, chatIds[0] ?? '')).status).toBe(202)
  await stop(server)
})

test('a database that is gone is not silently begun anew', async () => {
  const server = await start()
  await stop(server)
  rmSync(file())
  for (const ending of ['-wal', '-shm']) rmSync(file() + ending, { force: true })
  const refused = await run(['server', '--server-port', '0'])
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('and holdfast.db is not there any more: bring it back')
})
