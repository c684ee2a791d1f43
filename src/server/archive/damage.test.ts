import { randomFillSync } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { archiveChatSchema, archiveLine, archiveMessageSchema, type ArchiveMessage } from '#protocol/archive.ts'
import { canonical, inParts, openArchiveHouse, type ArchiveHouse, joined } from '../../../test/support/archive-house.ts'
import { makeStory, storyOf } from '../../../test/support/story-maker.ts'
import { sealed } from './seal/seal.ts'
import { zipped } from './zip.ts'

const passphrase = 'correct horse'
const quick = { memoryKiB: 64, passes: 1, parallelism: 1 }
const runs = {
  numRuns: Number(process.env['RUNS'] ?? 60),
  ...(process.env['SEED'] && { seed: Number(process.env['SEED']) }),
}
const lineSchema = z.object({ chat: z.optional(archiveChatSchema), message: z.optional(archiveMessageSchema) })

let source: ArchiveHouse
let lines: Buffer
let forms: Readonly<Record<'jsonl' | 'zip' | 'sealed', Buffer>>

beforeAll(async () => {
  source = await openArchiveHouse()
  const [aStory = []] = fc.sample(storyOf(250, 250), { numRuns: 1, seed: 11 })
  await makeStory(source, aStory)
  lines = await source.archive()
  const zip = await joined(zipped(copied(lines), 1_700_000_000_000))
  const seal = sealed(inParts(zip), { passphrase, fill: randomFillSync, cost: quick, chunkBytes: 4096 })
  forms = { jsonl: lines, zip, sealed: await joined(seal) }
})
afterAll(() => source.close())

async function* copied(bytes: Buffer): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const part of inParts(bytes)) yield Buffer.from(part)
}

/** What is done to a file, at places told in parts of its length. */
const harm = fc.oneof(
  fc.record({ do: fc.constant('cut' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({
    do: fc.constant('flip' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bits: fc.integer({ min: 1, max: 255 }),
  }),
  fc.record({
    do: fc.constant('move' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    to: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 5_000 }),
  }),
)
type Harm = typeof harm extends fc.Arbitrary<infer T> ? T : never

function harmed(file: Buffer, harms: readonly Harm[]): Buffer {
  let bytes = Buffer.from(file)
  for (const one of harms) {
    const at = Math.floor(one.at * bytes.length)
    if (one.do === 'cut') bytes = bytes.subarray(0, at)
    else if (one.do === 'flip') bytes[at] = (bytes[at] ?? 0) ^ one.bits
    else {
      const taken = bytes.subarray(at, at + one.length)
      const rest = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + one.length)])
      const to = Math.floor(one.to * rest.length)
      bytes = Buffer.concat([rest.subarray(0, to), taken, rest.subarray(to)])
    }
  }
  return bytes
}

function contentsOf(archive: Buffer) {
  const parsed = archive
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => lineSchema.parse(JSON.parse(line)))
  return {
    chats: new Map(parsed.flatMap(({ chat }) => (chat === undefined ? [] : [[chat.id, chat] as const]))),
    messages: new Map(parsed.flatMap(({ message }) => (message === undefined ? [] : [[message.id, message] as const]))),
  }
}

test.for(['jsonl', 'zip', 'sealed'] as const)(
  'whatever is done to a file (%s), nothing is taken that was not in it, and what is not whole is said not to be',
  async (form) => {
    const original = contentsOf(lines)
    await fc.assert(
      fc.asyncProperty(fc.array(harm, { minLength: 1, maxLength: 4 }), async (harms) => {
        const house = await openArchiveHouse()
        try {
          const { report, refusal } = await house.import(harmed(forms[form], harms), passphrase)
          const after = await house.archive()
          const taken = contentsOf(after)
          const listed = new Set(report.damages.map(({ messageId }) => messageId))
          for (const [id, message] of taken.messages) {
            const before = original.messages.get(id)
            expect(message).toEqual({
              ...before,
              parentId: listed.has(id) && message.parentId === null ? null : before?.parentId,
            })
          }
          for (const [id, { title }] of taken.chats) expect([original.chats.get(id)?.title, null]).toContain(title)
          expect(report.messages.taken).toBe(taken.messages.size)
          if (report.isWhole) expect(canonical(after)).toBe(canonical(lines))
          if (refusal === undefined && canonical(after) !== canonical(lines)) expect(report.isWhole).toBe(false)
        } finally {
          await house.close()
        }
      }),
      runs,
    )
  },
)

describe('what is whole is taken', () => {
  let house: ArchiveHouse
  beforeAll(async () => {
    house = await openArchiveHouse()
  })
  afterAll(() => house.close())

  const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
  const message = (n: number, parent: number | null): ArchiveMessage => ({
    id: id(n),
    chatId: id(1),
    parentId: parent === null ? null : id(parent),
    role: 'user',
    text: `message ${n}`,
    createdAt: n,
    reply: null,
  })
  const header = archiveLine({ holdfast: 'archive', version: 1, madeAt: 1, by: 'test' })
  const chat = archiveLine({ chat: { id: id(1), title: 'Mine', createdAt: 1, updatedAt: 9, head: id(5) } })
  const nonsense = Buffer.from('{"message":\n')

  test('one lost line costs that message; what followed it stands at the beginning of a branch', async () => {
    const rest = [message(2, null), message(3, 2)].map((content) => archiveLine({ message: content }))
    const last = archiveLine({ message: message(5, 4) })
    const { report } = await house.import(Buffer.concat([header, chat, ...rest, nonsense, last]))
    expect(report).toMatchObject({ isWhole: false, chats: { taken: 1 }, messages: { taken: 3 } })
    expect(report.damages.map(({ line, reason, messageId }) => ({ line, reason, messageId }))).toEqual([
      { line: 5, reason: 'unreadable', messageId: null },
      { line: 6, reason: 'parent-missing', messageId: id(5) },
      { line: null, reason: 'cut-off', messageId: null },
    ])
    const page = await house.storage.messages(id(1), { branch: undefined, before: undefined, limit: 10 })
    expect(page.ok && page.value.messages.map(({ text, variants }) => [text, variants.length])).toEqual([
      ['message 5', 2],
    ])
  })

  test('the words of a chat whose line is lost get a chat without a title, and its title comes with a better file', async () => {
    const place = await openArchiveHouse()
    const words = [message(2, null), message(3, 2)].map((content) => archiveLine({ message: content }))
    const { report } = await place.import(Buffer.concat([header, nonsense, ...words]))
    expect(report.messages.taken).toBe(2)
    expect(report.damages.map(({ reason }) => reason)).toEqual(['unreadable', 'chat-missing', 'cut-off'])
    const [nameless] = await place.chats()
    expect(nameless).toMatchObject({ id: id(1), title: null, head: id(3) })
    await place.import(Buffer.concat([header, chat, ...words]))
    expect(await place.chats()).toMatchObject([{ id: id(1), title: 'Mine' }])
    await place.close()
  })

  test('other content under an id that is here is listed, and what is here stays', async () => {
    const place = await openArchiveHouse()
    const end = archiveLine({ end: { chats: 1, messages: 1 } })
    await place.import(Buffer.concat([header, chat, archiveLine({ message: message(5, null) }), end]))
    const otherChat = archiveLine({ chat: { id: id(1), title: 'Theirs', createdAt: 1, updatedAt: 9, head: id(5) } })
    const other = archiveLine({ message: { ...message(5, null), text: 'other words' } })
    const { report } = await place.import(Buffer.concat([header, otherChat, other, end]))
    expect(report).toMatchObject({ isWhole: true, chats: { differing: 1 }, messages: { differing: 1 } })
    expect(report.differences).toEqual([
      { line: 2, chatId: id(1), messageId: null },
      { line: 3, chatId: id(1), messageId: id(5) },
    ])
    expect(canonical(await place.archive())).toContain('message 5')
    await place.close()
  })

  test('newer words of a chat that is here open its branch, and older ones do not', async () => {
    const place = await openArchiveHouse()
    const at = (updatedAt: number, head: number) =>
      archiveLine({ chat: { id: id(1), title: 'Mine', createdAt: 1, updatedAt, head: id(head) } })
    const said = [message(2, null), message(3, 2)].map((content) => archiveLine({ message: content }))
    await place.import(Buffer.concat([header, at(5, 2), ...said.slice(0, 1)]))
    await place.import(Buffer.concat([header, at(7, 3), ...said]))
    expect(await place.chats()).toMatchObject([{ updatedAt: 7, head: id(3) }])
    await place.import(Buffer.concat([header, at(5, 2), ...said.slice(0, 1)]))
    expect(await place.chats()).toMatchObject([{ updatedAt: 7, head: id(3) }])
    await place.close()
  })
})

describe('what is refused', () => {
  test.for([
    ['nothing', Buffer.alloc(0)],
    ['words', Buffer.from('Once upon a time\nthere was no archive\n')],
    ['JSON of others', Buffer.from('{"id":1}\n{"chat":{}}\n')],
    ['noise', randomFillSync(Buffer.alloc(100_000))],
    ['another zip', Buffer.from(zipSync({ 'story.txt': Buffer.from('Once') }))],
    ['an empty zip', Buffer.from(zipSync({}))],
    ['a zip in a zip', Buffer.from(zipSync({ 'archive.zip': zipSync({ 'archive.jsonl': Buffer.from('{}') }) }))],
  ] as const)('%s: is no archive', async ([, bytes]) => {
    const house = await openArchiveHouse()
    expect(await house.import(bytes)).toMatchObject({ refusal: { fault: 'not-an-archive' } })
    expect(await house.chats()).toEqual([])
    await house.close()
  })

  test('a newer version, before anything of it is taken', async () => {
    const house = await openArchiveHouse()
    const newer = archiveLine({ holdfast: 'archive', version: 2, madeAt: 1, by: 'Holdfast 9' })
    const { refusal, report } = await house.import(Buffer.concat([newer, lines.subarray(lines.indexOf('\n') + 1)]))
    expect(refusal).toEqual({ fault: 'archive-newer', because: 'it is of version 2' })
    expect(report.messages.taken).toBe(0)
    expect(await house.chats()).toEqual([])
    await house.close()
  })

  test('not what a later one has only added: unknown fields and lines are passed over', async () => {
    const house = await openArchiveHouse()
    const added = (line: string): Buffer => {
      const content: unknown = JSON.parse(line)
      if (typeof content !== 'object' || content === null) return Buffer.from(line)
      const { crc: _, ...known } = { crc: '', ...content, later: { more: true } }
      // oxlint-disable-next-line typescript/consistent-type-assertions -- a line as only a later version writes it
      return Buffer.from(archiveLine(known as never))
    }
    const later = lines
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => [added(line), added('{"picture":{}}')])
    const { report } = await house.import(Buffer.concat(later))
    expect(report).toMatchObject({ isWhole: true, damages: [] })
    expect(report.passedOver).toBe(later.length / 2)
    expect(canonical(await house.archive())).toBe(canonical(lines))
    await house.close()
  })

  test.for([
    ['one file of zeros', () => zipSync({ 'archive.jsonl': new Uint8Array(100_000_000) }, { level: 1 })],
    ['blank lines', () => zipSync({ 'archive.jsonl': new Uint8Array(100_000_000).fill(10) }, { level: 1 })],
    ['a file beside it', () => zipSync({ 'x.bin': new Uint8Array(100_000_000), 'archive.jsonl': lines }, { level: 1 })],
    [
      'many files',
      () => zipSync(Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`${n}`, new Uint8Array(1)]))),
    ],
  ] as const)('a zip bomb: %s', async ([, make]) => {
    const bomb = make()
    const house = await openArchiveHouse()
    const before = process.memoryUsage().rss
    const { refusal } = await house.import(bomb)
    expect(refusal).toMatchObject({ fault: 'archive-too-large' })
    expect(process.memoryUsage().rss - before).toBeLessThan(250_000_000)
    await house.close()
  })

  test('names that lead elsewhere lead nowhere, and a folder around the archive does no harm', async () => {
    const house = await openArchiveHouse()
    const zip = zipSync({
      '../../etc/passwd': Buffer.from('x'),
      'C:\\evil': Buffer.from('x'),
      'mine/archive.jsonl': lines,
    })
    const { report } = await house.import(zip)
    expect(report).toMatchObject({ isWhole: true, damages: [] })
    expect(canonical(await house.archive())).toBe(canonical(lines))
    await house.close()
  })

  test('a seal that would cost this server too much, or is of a newer kind', async () => {
    const house = await openArchiveHouse()
    const costly = Buffer.from(forms.sealed)
    costly.writeUInt32BE(0xffffffff, 18)
    expect((await house.import(costly, passphrase)).refusal).toMatchObject({ fault: 'passphrase-wrong' })
    const newer = Buffer.from(forms.sealed)
    newer.writeUInt8(2, 16)
    expect((await house.import(newer, passphrase)).refusal).toMatchObject({ fault: 'archive-newer' })
    await house.close()
  })
})

test('deflate packs as tightly as the limit supposes', () => {
  expect(1_000_000 / deflateRawSync(Buffer.alloc(1_000_000)).length).toBeLessThan(1_033)
})
