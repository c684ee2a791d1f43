import * as z from 'zod/mini'
import { messagePageSchema, streamPath, type Message } from '../../../src/protocol/chats.ts'
import { textOf } from '../../../src/protocol/events.ts'
import { writerAt } from '../../support/writer.ts'
import { patienceMs } from '../chromium.ts'
import { copiedRows, waitingRows } from '../stored-here.ts'
import type { DeskTab } from './desk.ts'
import { markOf, type SentTurn } from './oracle.ts'
import { aMoment, brokenWords, until, type World } from './scenery.ts'
import { look, type Sight } from './sight.ts'

const lineSchema = z.object({
  message: z.optional(
    z.object({
      id: z.string(),
      chatId: z.string(),
      parentId: z.nullable(z.string()),
      role: z.enum(['user', 'assistant']),
      text: z.string(),
      reply: z.nullable(z.object({ state: z.string() })),
    }),
  ),
})
type Stored = NonNullable<z.infer<typeof lineSchema>['message']>

/** When all is well again: waits until every turn has its reply, and says what is not as the oracle knows it. */
export async function wrongWhenSettled(world: World, tokens: number): Promise<readonly string[]> {
  const wrong: string[] = []
  const tab = world.desk.tabs[0] ?? (await world.desk.openTab('/'))
  for (const one of world.desk.tabs) if (one !== tab) await world.desk.closeTab(one)
  // So high that all of a story is drawn.
  await tab.page.setViewportSize({ width: 1280, height: 20_000 })
  // The only turn of a chat may have been taken back: then nobody but this tab has heard of it.
  const chatIds = world.oracle.chatIds.filter((chatId) => world.oracle.turnsOf(chatId).length > 0)
  for (const chatId of chatIds) {
    await world.desk.goTo(tab, `/chats/${chatId}`)
    await settledChat(world, tab, chatId)
  }
  const stored = await storedBy(world)
  for (const chatId of chatIds) {
    const messages = stored.filter((message) => message.chatId === chatId)
    wrong.push(...wrongTurns(world.oracle.turnsOf(chatId), messages))
    wrong.push(...(await wrongReplies(world, messages, tokens)))
    await world.desk.goTo(tab, `/chats/${chatId}`)
    wrong.push(...(await wrongOnPage(world, tab, chatId)))
  }
  wrong.push(...(await leftOnDevice(tab)))
  return wrong
}

interface SettledChat {
  readonly sight: Sight
  readonly messages: readonly Message[]
}

/**
 * The open branch as the page shows it and as the server has it, when nothing of it is on its way any more. A page that
 * was just opened has not read yet what waits, and shows a copy: what the device keeps and the server count.
 */
async function settledChat(world: World, tab: DeskTab, chatId: string): Promise<SettledChat> {
  const isDone = (state: string | undefined): boolean => state === 'done'
  const startedAt = performance.now()
  for (;;) {
    const left = await leftOnDevice(tab)
    const { messages } = messagePageSchema.parse(
      JSON.parse(await answerOf(world, `/api/chats/${chatId}/messages?limit=500`)),
    )
    const sight = await look(tab.page)
    const { own, replies } = sight
    const isWhole = messages.length > 0 && own.length + replies.length === messages.length
    const isOver = messages.every(({ role, reply }) => role === 'user' || isDone(reply?.state))
    if (left.length === 0 && isWhole && isOver && replies.every(({ state }) => isDone(state)))
      return { sight, messages }
    // A connection that died without a word is given up after two heartbeats, which come every 15 s.
    if (performance.now() - startedAt > patienceMs)
      throw new Error(
        `not over: ${left.join('\n')}\nstored: ${JSON.stringify(messages)}\nseen: ${JSON.stringify(sight)}`,
      )
    await aMoment()
  }
}

/** What the house answers when it does: a server that has just come back may let nobody in for a moment. */
async function answerOf({ house }: World, path: string): Promise<string> {
  const startedAt = performance.now()
  for (;;) {
    // An edge that was killed is started again, and until then nobody answers.
    const answer = await fetch(house.edge + path).catch(() => null)
    const text = await answer?.text()
    if (answer?.ok === true && text !== undefined) return text
    if (performance.now() - startedAt > patienceMs) throw new Error(`${path} is answered with ${text}`)
    await aMoment()
  }
}

async function storedBy(world: World): Promise<readonly Stored[]> {
  const lines = await answerOf(world, '/api/export?format=jsonl')
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => lineSchema.parse(JSON.parse(line)).message ?? [])
}

/** Each turn once, with its text to the letter, behind the one that it was sent after. */
function wrongTurns(turns: readonly SentTurn[], messages: readonly Stored[]): readonly string[] {
  const own = messages.filter(({ role }) => role === 'user')
  const byId = new Map(messages.map((message) => [message.id, message]))
  const found = (turn: SentTurn): readonly Stored[] => own.filter(({ text }) => markOf(text) === markOf(turn.text))
  const strangers = own.filter(({ text }) => turns.every((turn) => markOf(turn.text) !== markOf(text)))
  return [
    ...strangers.map(({ text }) => `nobody sent ${JSON.stringify(text)}`),
    ...turns.flatMap((turn, index) => {
      const [message, ...more] = found(turn)
      if (message === undefined || more.length > 0)
        return [`${markOf(turn.text)} is there ${more.length + (message ? 1 : 0)} times`]
      if (message.text !== turn.text) return [`${JSON.stringify(turn.text)} became ${JSON.stringify(message.text)}`]
      const before = byId.get(message.parentId ?? '')?.parentId ?? null
      const previous = turns[index - 1]
      const expected =
        turn.inPlaceOf === undefined
          ? ((previous && found(previous)[0]?.id) ?? null)
          : (byId.get(byId.get(turn.inPlaceOf)?.parentId ?? '')?.parentId ?? null)
      if (before === expected) return []
      const name = (id: string | null): string => (id === null ? 'nothing' : (markOf(byId.get(id)?.text ?? '') ?? id))
      return [`${markOf(turn.text)} follows ${name(before)} and was sent after ${name(expected)}`]
    }),
  ]
}

/** Each own message has a reply, which is its log, word for word. */
async function wrongReplies({ house }: World, messages: readonly Stored[], tokens: number): Promise<readonly string[]> {
  const writer = writerAt(house.edge)
  const wrong: string[] = []
  const replies = messages.filter(({ role }) => role === 'assistant')
  for (const { id, text, role } of messages) {
    const answers = replies.filter(({ parentId }) => parentId === id).length
    if (role === 'user' && answers !== 1) wrong.push(`${JSON.stringify(text)} has ${answers} replies`)
  }
  for (const { id, text, reply } of replies) {
    const log = textOf(await writer.readWhole(streamPath(id)))
    if (reply?.state !== 'done') wrong.push(`reply ${id} is ${reply?.state}`)
    if (log !== text) wrong.push(`reply ${id} is ${JSON.stringify(text)} and its log ${JSON.stringify(log)}`)
    if (text.split(' ').length !== tokens) wrong.push(`reply ${id} has not all of its words: ${text}`)
    wrong.push(...brokenWords(id, text))
  }
  return wrong
}

/** The open branch on the page and in the browser's database is the one of the server. */
async function wrongOnPage(world: World, tab: DeskTab, chatId: string): Promise<readonly string[]> {
  const { sight, messages } = await settledChat(world, tab, chatId)
  const replies = messages.filter(({ role }) => role === 'assistant')
  const own = messages.filter(({ role }) => role === 'user')
  const wrong = replies.flatMap(({ id, text }, index) => {
    const shown = sight.replies[index]
    return shown?.id === id && shown.text === text ? [] : [`instead of ${text} the page shows ${shown?.text}`]
  })
  own.forEach(({ id, text }, index) => {
    const shown = sight.own[index]
    if (shown?.id !== id || markOf(shown.text) !== markOf(text))
      wrong.push(`instead of ${text} the page shows ${shown?.text}`)
  })
  await world.seen(tab)
  await isHiddenThere(world, tab, chatId)
  return [...wrong, ...(await wrongCopies(tab, messages))]
}

/** The device has what it was shown. It is copied a moment later, so this waits for it. */
async function wrongCopies(
  { page }: DeskTab,
  messages: readonly { id: string; text: string }[],
): Promise<readonly string[]> {
  const missing = async (): Promise<readonly string[]> => {
    const texts = new Map((await copiedRows(page)).map(({ id, message }) => [id, message.text]))
    return messages.flatMap(({ id, text }) =>
      texts.get(id) === text ? [] : [`this device has ${id} as ${texts.get(id)} instead of ${text}`],
    )
  }
  const startedAt = performance.now()
  for (;;) {
    const wrong = await missing()
    if (wrong.length === 0 || performance.now() - startedAt > patienceMs / 3) return wrong
    await aMoment()
  }
}

/** What was begun for a message that is in sight, and left. */
async function isHiddenThere(world: World, tab: DeskTab, chatId: string): Promise<void> {
  for (const { mode, texts } of world.oracle.hidden(chatId)) {
    const edit = tab.page.locator(
      `[data-message="${mode.slice('edit:'.length)}"] button[aria-label="Edit this message"]`,
    )
    if ((await edit.count()) === 0) continue
    await edit.dispatchEvent('click')
    tab.mode = mode
    await until(tab, ({ box }) => texts.includes(box), `${texts.join(' or ')} in the box of ${mode}`)
    await tab.page.getByRole('button', { name: 'Leave it as it is' }).dispatchEvent('click')
    tab.mode = 'plain'
  }
}

async function leftOnDevice({ page }: DeskTab): Promise<readonly string[]> {
  const keys = await page.evaluate(() => Object.keys(localStorage))
  const waiting = await waitingRows(page)
  if (waiting === null) return ['this device has no place for what waits']
  return [
    ...waiting.map((row) => `still waits: ${JSON.stringify(row)}`),
    ...keys.filter((key) => key.startsWith('holdfast:turn')).map((key) => `still on the shelf: ${key}`),
  ]
}
