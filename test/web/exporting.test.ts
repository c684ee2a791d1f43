import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runningServer, type RunningServer } from '../support/running-server.ts'
import { longTexts, smallArchive } from '../support/small-archive.ts'
import { openPage } from './page.ts'

let server: RunningServer

beforeAll(async () => void (server = await runningServer([])))
afterAll(() => server.stop())

describe('taking stories away', () => {
  test('the browser saves it as it comes, and the page knows when all of it has gone out', async () => {
    const { chatId, bytes } = smallArchive(longTexts(1_000_000))
    const page = openPage(server.address)
    await page.importing.choose(new File([new Uint8Array(bytes)], 'large.jsonl'))
    const saved = await page.exporting.save({ format: 'jsonl', chats: [chatId] })
    const [file = Buffer.alloc(0)] = await page.files()
    expect(saved).toEqual({ at: 'saved', sizeBytes: file.length, from: 'server' })
    // All lines but the first, which says when it was made.
    expect(file.subarray(file.indexOf('\n')).equals(bytes.subarray(bytes.indexOf('\n')))).toBe(true)
  })

  test('a chat that is gone is a refusal', async () => {
    const page = openPage(server.address)
    const saved = await page.exporting.save({ chats: [crypto.randomUUID()] })
    expect(saved).toMatchObject({ at: 'refused', problem: { fault: 'unknown-chat', side: 'you' } })
    expect(page.saved).toEqual([])
  })

  test('while the server is away the page says so, and has nothing to offer that is not here', async () => {
    const page = openPage(server.address, { passes: () => false })
    expect(await page.exporting.save({})).toMatchObject({
      at: 'away',
      problem: { fault: 'edge-unreachable' },
      isHereToo: false,
    })
  })

  test('a file that was cut off on its way is known to be', async () => {
    // More than all that lies between a server and a browser can hold.
    const { chatId, bytes } = smallArchive(longTexts(30_000_000))
    const page = openPage(server.address, { cutsOff: true })
    await page.importing.choose(new File([new Uint8Array(bytes)], 'large.jsonl'))
    expect(await page.exporting.save({ format: 'jsonl', chats: [chatId] })).toEqual({ at: 'broken' })
  })
})
