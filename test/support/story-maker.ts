import fc from 'fast-check'
import { endings, ways, type Ending, type EventFault, type ReplyEvent } from '../../src/protocol/events.ts'
import type { Sheet } from '../../src/protocol/sheet.ts'
import type { AcceptedTurn, TurnRefusal } from '../../src/server/storage/port.ts'
import type { Outcome } from '../../src/shared/outcome.ts'
import type { ArchiveHouse } from './archive-house.ts'
import { sheetsOf } from './sheets.ts'

/** What happens in a story, so that any story can be made of it. Numbers choose among what is there by then. */
type Happening =
  | { readonly do: 'chat'; readonly title: string | null; readonly sheet: Sheet | null }
  | { readonly do: 'sheet'; readonly of: number; readonly sheet: Sheet | null }
  | { readonly do: 'turn'; readonly after: number; readonly text: string; readonly model: string | null }
  | { readonly do: 'variant'; readonly of: number }
  | { readonly do: 'write'; readonly reply: number; readonly events: readonly Written[] }
  | { readonly do: 'end'; readonly reply: number; readonly how: Ending; readonly fault: boolean }
  | { readonly do: 'open'; readonly message: number }

type Written = Extract<ReplyEvent, { readonly t: 'token' | 'seam' }>

/** Words as people and models write them, and as nobody should: halves of characters, NUL, direction marks. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    '"t":"seam"',
    '{"message":',
    '\n',
    '\r\n',
    '\u2028',
    'PK\u0003\u0004',
    ',"crc":"00000000"}',
    '\0',
    '\ud800',
  ),
)

const choice = fc.nat({ max: 1_000 })
const written: fc.Arbitrary<Written> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ t: fc.constant('token' as const), text: oddText }) },
  {
    weight: 1,
    arbitrary: fc.record({
      t: fc.constant('seam' as const),
      from: fc.constant('first'),
      to: fc.constantFrom('first', 'second'),
      why: oddText,
      way: fc.constantFrom(...ways),
    }),
  },
)

const sheet = fc.option(sheetsOf(oddText))
const begun = fc.record({
  do: fc.constant('chat' as const),
  title: fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 })),
  sheet,
})
const resheeted = fc.record({ do: fc.constant('sheet' as const), of: choice, sheet })
const turned = fc.record({
  do: fc.constant('turn' as const),
  after: choice,
  text: oddText,
  model: fc.option(fc.constant('some')),
})
const varied = fc.record({ do: fc.constant('variant' as const), of: choice })
const wrote = fc.record({
  do: fc.constant('write' as const),
  reply: choice,
  events: fc.array(written, { maxLength: 8 }),
})
const ended = fc.record({
  do: fc.constant('end' as const),
  reply: choice,
  how: fc.constantFrom(...endings),
  fault: fc.boolean(),
})
const opened = fc.record({ do: fc.constant('open' as const), message: choice })

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 1, arbitrary: begun },
  { weight: 1, arbitrary: resheeted },
  { weight: 6, arbitrary: turned },
  { weight: 3, arbitrary: varied },
  { weight: 6, arbitrary: wrote },
  { weight: 4, arbitrary: ended },
  { weight: 1, arbitrary: opened },
)

/** A story of so many happenings. */
export function storyOf(maxLength: number, minLength = 0): fc.Arbitrary<readonly Happening[]> {
  const later = fc.array(happening, { minLength, maxLength, size: 'max' })
  return fc.tuple(begun, later).map(([first, others]) => [first, ...others])
}

const fault: EventFault = { fault: 'backend-cut', side: 'model', title: 'T', detail: 'D', because: 'B' }
const owner = 'maker'

/** Lets a story happen, through the same calls that the server makes. */
export async function makeStory({ storage, log }: ArchiveHouse, happenings: readonly Happening[]): Promise<void> {
  const chats: string[] = []
  const messages: { readonly id: string; readonly chatId: string }[] = []
  const replies: string[] = []
  let now = 1_700_000_000_000
  for (const one of happenings) {
    now += 1_000
    if (one.do === 'chat') {
      const { title, sheet: first } = one
      chats.push((await storage.createChat({ id: crypto.randomUUID(), title, sheet: first, now })).id)
    }
    if (one.do === 'sheet') await storage.setSheet(pick(chats, one.of) ?? '', one.sheet, now)
    if (one.do === 'turn') await turn(one)
    if (one.do === 'variant') await variant(one.of)
    if (one.do === 'write') await write(pick(replies, one.reply), one.events)
    if (one.do === 'end') await end(pick(replies, one.reply), one)
    if (one.do === 'open') {
      const message = pick(messages, one.message)
      if (message !== undefined) await storage.patchChat(message.chatId, { head: message.id }, now)
    }
  }

  async function turn({ after, text, model }: Extract<Happening, { do: 'turn' }>): Promise<void> {
    const parent = pick([...messages, undefined], after)
    const chatId = parent?.chatId ?? pick(chats, after)
    if (chatId === undefined) return
    const ids = { id: crypto.randomUUID(), replyId: crypto.randomUUID() }
    const taken = await storage.acceptTurn({ ...ids, chatId, parentId: parent?.id ?? null, text, model, owner, now })
    remember(chatId, taken)
  }

  async function variant(of: number): Promise<void> {
    const message = pick(messages, of)
    if (message === undefined) return
    const ids = { id: crypto.randomUUID(), replyId: crypto.randomUUID() }
    remember(message.chatId, await storage.acceptVariant({ ...ids, messageId: message.id, model: null, owner, now }))
  }

  function remember(chatId: string, taken: Outcome<AcceptedTurn, TurnRefusal>): void {
    if (!taken.ok) throw new Error(taken.error)
    const { messageId, replyId } = taken.value.accepted
    for (const id of [messageId, replyId]) if (!messages.some((known) => known.id === id)) messages.push({ id, chatId })
    replies.push(replyId)
  }

  async function write(replyId: string | undefined, events: readonly ReplyEvent[]): Promise<void> {
    if (replyId === undefined || (await storage.job(replyId)) === undefined) return
    const claimed = await log.claim(replyId, 1)
    if (claimed.kind !== 'claimed') throw new Error(claimed.kind)
    await claimed.writer.append(events.map((event) => JSON.stringify(event)))
    await storage.updateJob(replyId, 1, { state: events.length === 0 ? 'stalled' : 'writing', writer: 'second' })
  }

  async function end(replyId: string | undefined, { how, fault: hasFault }: Extract<Happening, { do: 'end' }>) {
    if (replyId === undefined || (await storage.job(replyId)) === undefined) return
    const claimed = await log.claim(replyId, 1)
    if (claimed.kind !== 'claimed') throw new Error(claimed.kind)
    const more = hasFault ? { fault } : {}
    const usage = { promptTokens: 3, completionTokens: 4 }
    await claimed.writer.append([JSON.stringify({ t: 'done', reason: how, usage, ...more })], true)
    const text = await textOf(replyId)
    await storage.endJob(replyId, 1, { state: how, text, fault: hasFault ? fault : null, now })
  }

  async function textOf(replyId: string): Promise<string> {
    const read = await log.read(replyId, 0, { entries: 10_000, bytes: 10_000_000 })
    if (read.kind !== 'read') throw new Error(read.kind)
    const events = read.entries.map((entry): unknown => JSON.parse(String(entry)))
    return events.map((event) => (isToken(event) ? event.text : '')).join('')
  }
}

function isToken(event: unknown): event is { readonly text: string } {
  return typeof event === 'object' && event !== null && 'text' in event
}

function pick<T>(list: readonly T[], number: number): T | undefined {
  return list[number % Math.max(1, list.length)]
}
