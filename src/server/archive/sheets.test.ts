import { afterEach, beforeEach, expect, test } from 'vitest'
import { archiveLine } from '#protocol/archive.ts'
import { realClock } from '../../../test/fixtures/real-clock.ts'
import { canonical, inParts, openArchiveHouse, type ArchiveHouse } from '../../../test/support/archive-house.ts'
import { onePixel, sheetOf } from '../../../test/support/sheets.ts'
import { runImport } from './run-import.ts'
import { noProgress, progressSchema, type Progress } from './tally.ts'

const mira = sheetOf({ name: 'Mira', lore: [{ keys: 'inn', text: 'The inn is closed.' }], picture: onePixel })
const id = (n: number): string => `01a20f82-5ffd-7399-b3a4-${String(n).padStart(12, '0')}`

let house: ArchiveHouse
beforeEach(async () => (house = await openArchiveHouse()))
afterEach(() => house.close())

async function sheetIn(chatId: string) {
  const found = await house.storage.sheet(chatId)
  return found.ok ? found.value : undefined
}

test('a chat without a sheet stands in an archive as it did before there were any', async () => {
  await house.storage.createChat({ id: id(1), title: 'Mine', sheet: null, now: 5 })
  const line = archiveLine({ chat: { id: id(1), title: 'Mine', createdAt: 5, updatedAt: 5, head: null } })
  expect(canonical(await house.archive()).split('\n')[0]).toBe(Buffer.from(line).toString().trimEnd())
})

test('one with a sheet has it at the end of its line', async () => {
  await house.storage.createChat({ id: id(1), title: 'Mine', sheet: mira, now: 5 })
  const sheet = `,"sheetAt":5,"sheet":${JSON.stringify(mira)}},"crc":`
  expect(canonical(await house.archive()).split('\n')[0]).toContain(`"updatedAt":5,"head":null${sheet}`)
})

test('a sheet that cannot be costs the chat neither its title nor its words, and is told of', async () => {
  const chat = { id: id(0), title: 'Mine', createdAt: 1, updatedAt: 9, head: null, sheetAt: 4 }
  const bytes = Buffer.concat([
    archiveLine({ holdfast: 'archive', version: 1, madeAt: 1, by: 'test' }),
    archiveLine({ chat: { ...chat, sheet: { ...mira, picture: 'data:image/svg+xml;base64,AAAA' } } }),
    archiveLine({ end: { chats: 1, messages: 0 } }),
  ])
  const { report } = await house.import(bytes)
  expect(await house.storage.chat(id(0))).toMatchObject({ title: 'Mine', sheetAt: null })
  expect(report.damages).toMatchObject([
    { chatId: id(0), reason: 'invalid', because: expect.stringContaining('sheet.picture') },
  ])
})

function* manyMessages(count: number): Generator<Uint8Array> {
  yield archiveLine({ holdfast: 'archive', version: 1, madeAt: 1, by: 'test' })
  const chat = { id: id(0), title: 'Mine', createdAt: 1, updatedAt: 9, head: id(count), sheetAt: 4, sheet: mira }
  yield archiveLine({ chat })
  for (let n = 1; n <= count; n++) {
    const parentId = n === 1 ? null : id(n - 1)
    const message = { id: id(n), chatId: id(0), parentId, text: 'said', createdAt: n, reply: null }
    yield archiveLine({ message: { ...message, role: 'user' } })
  }
  yield archiveLine({ end: { chats: 1, messages: count } })
}

test('an import that is taken up in the middle of a chat has not to remember its sheet', async () => {
  const bytes = Buffer.concat([...manyMessages(250)])
  const seen: Progress[] = []
  const means = {
    storage: house.storage,
    clock: realClock,
    passphrase: undefined,
    signal: new AbortController().signal,
  }
  const afterBatch = async (progress: Progress): Promise<void> => void seen.push(progress)
  await runImport(inParts(bytes), { ...means, progress: noProgress, afterBatch })
  expect(seen.length).toBeGreaterThan(1)
  expect(JSON.stringify(seen)).not.toContain('Mira')

  const [first = noProgress] = seen
  const known = progressSchema.parse(JSON.parse(JSON.stringify(first)))
  const { progress } = await runImport(inParts(bytes), { ...means, progress: known, afterBatch })
  expect(progress.report).toMatchObject({ isWhole: true, chats: { taken: 1, here: 0, differing: 0 } })
  expect(await sheetIn(id(0))).toEqual(mira)
  expect(await house.chats()).toMatchObject([{ sheetAt: 4, head: id(250) }])
})

test('a chat whose line was lost gets its sheet from a better file', async () => {
  const lines = [...manyMessages(2)]
  await house.import(Buffer.concat(lines.toSpliced(1, 1)))
  expect(await sheetIn(id(0))).toBeNull()
  await house.import(Buffer.concat(lines))
  expect(await sheetIn(id(0))).toEqual(mira)
})

test('a line with a sheet that no sheet may be is damaged, and costs no message', async () => {
  const lines = [...manyMessages(2)]
  const chat = { id: id(0), title: 'Mine', createdAt: 1, updatedAt: 9, head: id(2) }
  lines[1] = archiveLine({ chat: { ...chat, sheet: { ...mira, name: 'x'.repeat(201) } } })
  const { report } = await house.import(Buffer.concat(lines))
  expect(report.damages[0]).toMatchObject({ reason: 'invalid', because: 'sheet.name: is over 200 characters' })
  expect(report.messages).toMatchObject({ taken: 2 })
})
