import { afterAll, beforeAll, expect, test } from 'vitest'
import { archiveLine, type ArchiveMessage } from '#protocol/archive.ts'
import { canonical, openArchiveHouse, type ArchiveHouse, joined } from '../../../test/support/archive-house.ts'
import { cpuPerTurn } from '../../../test/support/cpu-per-turn.ts'

const messages = Number(process.env['MESSAGES'] ?? 50_000)

let house: ArchiveHouse
beforeAll(async () => {
  house = await openArchiveHouse()
})
afterAll(() => house.close())

const id = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

/** One chat in which every message but the first follows the one before, as people really write. */
async function* longChat(): AsyncGenerator<Uint8Array> {
  yield archiveLine({ holdfast: 'archive', version: 1, madeAt: 1, by: 'test' })
  yield archiveLine({ chat: { id: id(0), title: 'Long', createdAt: 1, updatedAt: messages, head: id(messages) } })
  for (let n = 1; n <= messages; n++) yield archiveLine({ message: messageOf(n) })
  yield archiveLine({ end: { chats: 1, messages } })
}

function messageOf(n: number): ArchiveMessage {
  const text = `Message ${n}. ${'The sea was grey, and nobody spoke. '.repeat(8)}`
  const parentId = n === 1 ? null : id(n - 1)
  const common = { id: id(n), chatId: id(0), parentId }
  if (n % 2 === 1) return { ...common, role: 'user', text, createdAt: n, reply: null }
  const usage = { promptTokens: null, completionTokens: 80 }
  const turn = { id: id(1_000_000 + n), fingerprint: `${n}` }
  const begun = { state: 'done', model: 'm', asked: null, endedAt: n, fault: null } as const
  return {
    ...common,
    role: 'assistant',
    text,
    createdAt: n,
    reply: { ...begun, finish: 'stop', usage, seams: [], turn },
  }
}

test('a chat of 50,000 messages comes in and goes out, and everything else has its turn all the while', async () => {
  const into = cpuPerTurn()
  const { report } = await house.import(longChat())
  const incoming = into.stop()
  expect(report).toMatchObject({ isWhole: true, messages: { taken: messages } })
  const outOf = cpuPerTurn()
  const archive = await house.archive()
  const outgoing = outOf.stop()
  expect(canonical(archive)).toBe(canonical(await joined(longChat())))
  for (const { turns, nearlyLongestMs } of [incoming, outgoing]) {
    expect(turns).toBeGreaterThan(messages / 200)
    expect(nearlyLongestMs).toBeLessThan(50)
  }
})
