import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chatSchema, messagePageSchema } from '../../src/protocol/chats.ts'
import { importReportSchema } from '../../src/protocol/imports.ts'
import type { Clock } from '../../src/shared/clock.ts'
import { DeviceCopies } from '../../src/web/device-backups/device-copies.ts'
import { testBrowser, type TestBrowser } from '../../src/web/test-means.ts'
import { openDiskFolder, type DiskFolder } from '../support/disk-folder.ts'
import { runningServer, type RunningServer } from '../support/running-server.ts'
import { smallArchive } from '../support/small-archive.ts'
import { openPage, type ArchivePage } from './page.ts'

const dayMs = 24 * 3_600_000
const start = Date.UTC(2026, 0, 1, 12)

let server: RunningServer
let disk: DiskFolder
let browser: TestBrowser
let isReachable: boolean
let nowMs: number

beforeAll(async () => {
  server = await runningServer([])
  await bring(['Once', 'upon'])
})
afterAll(() => server.stop())

beforeEach(async () => {
  disk = await openDiskFolder()
  browser = testBrowser()
  isReachable = true
  nowMs = start
})
afterEach(() => disk.remove())

async function bring(texts: readonly string[]): Promise<string> {
  const { chatId, bytes } = smallArchive(texts)
  const answer = await fetch(`${server.address}/api/import`, { method: 'POST', body: new Uint8Array(bytes) })
  expect(importReportSchema.parse(await answer.json())).toMatchObject({ isWhole: true })
  return chatId
}

interface CopyingPage extends ArchivePage {
  readonly copies: DeviceCopies
}

/** A page on the day that the test says. What it does after a while stands in `waits`, by how long that is. */
function openCopies(folders = disk.folders, waits = new Map<number, () => void>()): CopyingPage {
  const page = openPage(server.address, { browser, passes: () => isReachable })
  const after: Clock['after'] = (ms, run) => {
    waits.set(ms, run)
    return page.means.clock.after(ms, run)
  }
  const means = { ...page.means, clock: { ...page.means.clock, now: () => nowMs, after } }
  const copies = new DeviceCopies({ ...page, means, folders })
  return { ...page, means, copies }
}

/** Has a chat among what this device keeps, as if it had been read here. */
async function readHere({ means }: CopyingPage, chatId: string): Promise<void> {
  const at = `${server.address}/api/chats/${chatId}`
  const chat = chatSchema.parse(await (await fetch(at)).json())
  const { messages } = messagePageSchema.parse(await (await fetch(`${at}/messages`)).json())
  const copy = {
    id: chatId,
    readAt: 1,
    asOf: 1,
    chat,
    end: chat.head,
    before: null,
    sizeBytes: 1,
    history: null,
    onlyHere: [],
  }
  const kept = await means.store.write(['chats', 'messages'], async (transaction) => {
    await transaction.objectStore('chats').put(copy)
    for (const message of messages) await transaction.objectStore('messages').put({ id: message.id, chatId, message })
  })
  expect(kept.ok).toBe(true)
}

const lastOf = ({ copies }: CopyingPage) => copies.settings.value?.last

describe('copies into a folder', () => {
  test('are made when they are due and not before, by whichever page is open then', async () => {
    const page = openCopies()
    await page.copies.useFolder('daily')
    expect(await disk.names()).toEqual(['holdfast-2026-01-01T12-00-00Z.jsonl'])
    expect(lastOf(page)?.server).toMatchObject({ messages: 2, isVerified: true, from: 'server', at: start })
    nowMs += dayMs - 1
    await page.copies.look()
    expect(await disk.names()).toHaveLength(1)
    nowMs += 1
    await openCopies().copies.look()
    expect(await disk.names()).toHaveLength(2)
    // The other page has seen the same hour come.
    await page.copies.look()
    expect(await disk.names()).toHaveLength(2)
  })

  test('can be brought back', async () => {
    const page = openCopies()
    await page.copies.useFolder('weekly')
    const [name = ''] = await disk.names()
    await page.importing.choose(new File([new Uint8Array(await disk.contents(name))], name))
    expect(page.importing.stage.value).toMatchObject({ at: 'over', report: { isWhole: true, messages: { taken: 0 } } })
  })

  test('come after so many new messages, whatever day it is', async () => {
    const page = openCopies()
    await page.copies.useFolder({ afterMessages: 2 })
    await bring(['a first'])
    nowMs += 1_000
    await page.copies.look()
    expect(await disk.names()).toHaveLength(1)
    await bring(['a second'])
    await page.copies.look()
    expect(await disk.names()).toHaveLength(2)
  })

  test('are kept seven at a time, and what somebody else has put there stays', async () => {
    await disk.put('holdfast-notes.jsonl')
    await disk.put('holdfast-2026-01-01.jsonl')
    const page = openCopies()
    await page.copies.useFolder('daily')
    for (let day = 1; day < 10; day++) {
      nowMs = start + day * dayMs
      await page.copies.look()
    }
    const days = ['04', '05', '06', '07', '08', '09', '10'].map((day) => `holdfast-2026-01-${day}T12-00-00Z.jsonl`)
    expect(await disk.names()).toEqual(['holdfast-2026-01-01.jsonl', ...days, 'holdfast-notes.jsonl'])
  })

  test('go on when the clock was set back, and the newest is not taken for the oldest', async () => {
    const page = openCopies()
    await page.copies.useFolder('daily')
    for (let day = 1; day < 7; day++) {
      nowMs = start + day * dayMs
      await page.copies.look()
    }
    nowMs = start - dayMs
    await page.copies.look()
    const names = await disk.names()
    expect(names).toHaveLength(7)
    expect(names[0]).toBe('holdfast-2025-12-31T12-00-00Z.jsonl')
    expect(lastOf(page)?.server?.fileName).toBe(names[0])
  })

  test.for([
    ['a flipped bit', (bytes: Buffer) => Buffer.from(bytes.toString().replace('Once', 'Ounce'))],
    ['an end that is missing', (bytes: Buffer) => bytes.subarray(0, -40)],
    ['a line that is missing', (bytes: Buffer) => Buffer.from(bytes.toString().replace(/\{"message".*\n/, ''))],
    ['nothing', () => Buffer.alloc(0)],
  ] as const)('that are not what was written are thrown away, and the older ones stay: %s', async ([, spoil]) => {
    const page = openCopies()
    await page.copies.useFolder('daily')
    nowMs += dayMs
    disk.spoil = spoil
    await page.copies.look()
    expect(page.copies.trouble.value).toMatchObject({ kind: 'failed', failure: { kind: 'damaged' } })
    expect(await disk.names()).toEqual(['holdfast-2026-01-01T12-00-00Z.jsonl'])
    expect(lastOf(page)?.server?.at).toBe(start)
    disk.spoil = (bytes) => bytes
    await page.copies.look()
    expect(page.copies.trouble.value).toBeNull()
    expect(await disk.names()).toHaveLength(2)
  })

  test('wait for a word of the person when the browser wants one, and are made upon it', async () => {
    const page = openCopies()
    await page.copies.useFolder('daily')
    nowMs += dayMs
    disk.permission = 'prompt'
    await page.copies.look()
    expect(page.copies.trouble.value).toEqual({ kind: 'ask-again', folder: disk.folder.name, isDenied: false })
    disk.answer = 'denied'
    await page.copies.askAgain()
    expect(page.copies.trouble.value).toMatchObject({ kind: 'ask-again', isDenied: true })
    disk.answer = 'granted'
    await page.copies.askAgain()
    expect(page.copies.trouble.value).toBeNull()
    expect(await disk.names()).toHaveLength(2)
  })

  test('end with a word, and those that were made stay', async () => {
    const page = openCopies()
    await page.copies.useFolder('daily')
    await page.copies.stop()
    nowMs += 9 * dayMs
    await openCopies().copies.look()
    expect(await disk.names()).toHaveLength(1)
  })
})

describe('while the server is away', () => {
  test('what this device has is copied, under a name of its own, and all of it as soon as the server is back', async () => {
    const chatId = await bring(['read here'])
    const page = openCopies()
    await page.copies.useFolder('daily')
    await readHere(page, chatId)
    nowMs += dayMs
    isReachable = false
    await page.copies.look()
    await page.copies.look()
    const ofDevice = 'holdfast-this-device-2026-01-02T12-00-00Z.jsonl'
    expect(await disk.names()).toEqual(['holdfast-2026-01-01T12-00-00Z.jsonl', ofDevice])
    expect(lastOf(page)?.device).toMatchObject({ messages: 1, isVerified: true })
    isReachable = true
    await page.copies.look()
    expect(await disk.names()).toHaveLength(3)
    await page.importing.choose(new File([new Uint8Array(await disk.contents(ofDevice))], ofDevice))
    expect(page.importing.stage.value).toMatchObject({ report: { isWhole: true, messages: { here: 1, taken: 0 } } })
  })

  test('and nothing is here, that is said, and it is tried again before long', async () => {
    const waits = new Map<number, () => void>()
    const page = openCopies(disk.folders, waits)
    isReachable = false
    await page.copies.useFolder('daily')
    expect(page.copies.trouble.value).toMatchObject({ kind: 'away', problem: { fault: 'edge-unreachable' } })
    expect(await disk.names()).toEqual([])
    isReachable = true
    expect(waits.get(15_000)).toBeDefined()
    waits.get(15_000)?.()
    await expect.poll(() => lastOf(page)?.server?.isVerified).toBe(true)
    expect(page.copies.trouble.value).toBeNull()
  })
})

describe('where no page may write into a folder', () => {
  const none = { canPick: false, pick: () => Promise.resolve(null), picked: () => Promise.resolve(null) }

  test('the person is reminded, and nothing is saved before they say so', async () => {
    const page = openCopies(none)
    await page.copies.useReminder('weekly')
    expect(page.copies.isReminding.value).toBe(true)
    expect(page.saved).toEqual([])
    await page.copies.copyNow()
    expect(page.copies.isReminding.value).toBe(false)
    const [file = Buffer.alloc(0)] = await page.files()
    expect(lastOf(page)?.server).toMatchObject({ sizeBytes: file.length, isVerified: false, fileName: null })
    nowMs += 7 * dayMs
    await page.copies.look()
    expect(page.copies.isReminding.value).toBe(true)
  })

  test('what this device has is saved while the server is away', async () => {
    const chatId = await bring(['read here, too'])
    const page = openCopies(none)
    await readHere(page, chatId)
    isReachable = false
    await page.copies.useReminder('daily')
    await page.copies.copyNow()
    const [zip = Buffer.alloc(0)] = await page.files()
    expect(zip.toString()).toContain('read here, too')
    expect(lastOf(page)?.device).toMatchObject({ sizeBytes: zip.length })
  })
})
