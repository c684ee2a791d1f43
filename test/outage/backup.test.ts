import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { messagePageSchema, type Accepted } from '../../src/protocol/chats.ts'
import { textOf } from '../../src/protocol/events.ts'
import { ledgerSchema, type Ledger } from '../../src/protocol/ledger.ts'
import { command } from '../fixtures/command.ts'
import { openFakeBackend, type FakeBackend } from '../fixtures/fake-backend/server.ts'
import { s3Keys, startS3, type S3Server } from '../support/s3-server.ts'
import { startSingle, type Single } from '../support/single.ts'
import { summary } from '../support/summary.ts'
import { until } from '../support/house.ts'
import { writerAt, type Writer } from '../support/writer.ts'

const tokens = 300
const whole = Array.from({ length: tokens }, (_, n) => `t${n}`).join(' ')

let folder: string
let fake: FakeBackend
let server: Single
let s3: S3Server

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-backup-'))
  fake = await openFakeBackend({ behaviour: { tokens, everyMs: 10 } })
  s3 = await startS3()
  server = await start('data')
})
afterAll(async () => {
  await stop(server)
  await fake.close()
  await s3.close()
  rmSync(folder, { recursive: true })
})

function start(dataDir: string): Promise<Single> {
  const backends = [{ name: 'fake', baseURL: fake.baseURL, model: 'fake' }]
  const settings = { DATA_DIR: join(folder, dataDir), LOOK: 'false', BACKENDS: JSON.stringify(backends) }
  return startSingle('server', ['--server-port', '0'], settings)
}

async function stop(one: Single): Promise<void> {
  one.signal('SIGTERM')
  expect(await one.exited).toBe(0)
}

async function run(args: readonly string[]): Promise<string> {
  const env = { HOLDFAST_BACKUP_S3_KEY_ID: s3Keys.keyId, HOLDFAST_BACKUP_S3_SECRET: s3Keys.secret }
  const running = command(args, { folder, env })
  const { code } = await running.ended
  expect(code, running.stderr()).toBe(0)
  expect(running.stdout() + running.stderr()).not.toContain('at file:')
  return running.stdout()
}

async function ledgerOf({ address }: Single): Promise<Ledger> {
  return ledgerSchema.parse(await (await fetch(`${address}/api/ledger`)).json())
}

interface Sent extends Accepted {
  readonly chatId: string
  readonly text: string
}

/** Sends turns, one after the other, until it is told to stop. What was accepted, and how long each took. */
function writeOn(writer: Writer, chatId: string) {
  const accepted: Sent[] = []
  const took: number[] = []
  let isOver = false
  const ended = (async () => {
    while (!isOver) {
      const text = `turn ${accepted.length}`
      const startedAt = performance.now()
      accepted.push({ ...(await writer.send(chatId, text)), chatId, text })
      took.push(performance.now() - startedAt)
    }
  })()
  return {
    accepted,
    took,
    async stop() {
      isOver = true
      await ended
    },
  }
}

async function textOfMessage({ address }: Single, { chatId, messageId }: Sent): Promise<string | undefined> {
  const answer = await fetch(`${address}/api/chats/${chatId}/messages?branch=${messageId}&limit=500`)
  if (answer.status !== 200) return undefined
  return messagePageSchema.parse(await answer.json()).messages.find(({ id }) => id === messageId)?.text
}

test.for(['a folder', 'a bucket'])(
  'a backup into %s while replies are written has every word that was accepted before',
  async (kind) => {
    const writer = writerAt(server.address)
    const to = kind === 'a folder' ? join(folder, 'on another disk') : s3.to('mine')
    const chatId = await writer.newChat()
    const first = await writer.send(chatId, 'write on')
    const reading = writer.follow(first.stream)
    const writing = writeOn(writer, await writer.newChat())
    await until(async () => writing.accepted.length > 5 && (await writer.readWhole(first.stream)).length > 10)

    const before = [...writing.accepted]
    const events = await writer.readWhole(first.stream)
    const { history } = await ledgerOf(server)
    writing.took.length = 0
    const made = await run(['backup', '--to', to])
    await writing.stop()
    process.stdout.write(`a turn is accepted while a backup is made: ${summary(writing.took)}\n`)
    expect(made).toMatch(/: 2 chats and \d+ messages, \d+ KB, read back and verified\.\n$|: \d+ chats and/)
    expect((await reading).text).toBe(whole)

    const restored = kind === 'a folder' ? 'restored from a folder' : 'restored from a bucket'
    const from = kind === 'a folder' ? join(to, newestIn(to)) : await newestInBucket(to)
    expect(await run(['restore', from, '--to', restored])).toContain(`It is restored into ${restored}.`)
    const again = await start(restored)
    try {
      for (const sent of before) expect(await textOfMessage(again, sent)).toBe(sent.text)
      const second = writerAt(again.address)
      // The reply is written to its end there, too, from the words that the backup has of it.
      const { text, done } = await second.follow(first.stream)
      expect({ text, reason: done.reason }).toEqual({ text: whole, reason: 'done' })
      expect((await second.readWhole(first.stream)).slice(0, events.length)).toEqual(events)
      expect(textOf(await second.readWhole(first.stream))).toBe(whole)
      expect((await ledgerOf(again)).history).not.toBe(history)
      expect((await ledgerOf(server)).history).toBe(history)
    } finally {
      await stop(again)
    }
  },
)

function newestIn(to: string): string {
  const [name = ''] = readdirSync(to).filter((file) => file.endsWith('.db.zst'))
  return name
}

async function newestInBucket(to: string): Promise<string> {
  const listed = await run(['restore', to])
  const name = /holdfast-\S+Z/.exec(listed)?.[0] ?? ''
  const [address, query] = to.split('?')
  return `${address}/${name}?${query}`
}

test('a key is never printed', async () => {
  const printed = await run(['config', '--backup-s3-secret', 'very-secret'])
  expect(printed).toContain('(set, not shown)')
  expect(printed).not.toContain('very-secret')
})
