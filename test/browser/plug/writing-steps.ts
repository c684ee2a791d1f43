import type { Locator } from 'playwright-core'
import type { Chance } from '../../../src/shared/clock.ts'
import type { DeskTab, Mode } from './desk.ts'
import { markOf } from './oracle.ts'
import { aTab, anyOf, placeIn, until, type Step, type World } from './scenery.ts'
import type { Sight } from './sight.ts'

const snippets = [
  'Once upon a time ',
  'the sea was grey ',
  'and then? ',
  'né, ',
  '“Wait,” she said. ',
  '海は灰色だった。',
  'море ',
  'שלום ',
  '👩‍👩‍👧‍👦',
  'e\u0301',
  '🏳️‍🌈 ',
  '𝒳',
  '  ',
]
const pastes = ['a line\nand another\n', 'x'.repeat(300), 'tab\tand  spaces', '👍🏽 pasted 🧵', '<b>no html</b> & such']

export const writingSteps: readonly Step[] = [
  { name: 'type', weight: 30, run: async (world, chance) => type(world, await aTab(world, chance), chance) },
  { name: 'delete', weight: 5, run: deleteSome },
  { name: 'send', weight: 14, run: async (world, chance) => send(world, await aTab(world, chance), chance) },
  { name: 'begin to edit', weight: 4, run: beginEdit },
  { name: 'leave the edit', weight: 3, run: leaveEdit },
  { name: 'take back', weight: 4, run: takeBack },
  { name: 'move', weight: 3, run: move },
  { name: 'rewrite', weight: 3, run: rewrite },
  { name: 'bring here', weight: 4, run: bringHere },
  { name: 'settle an offer', weight: 4, run: settleOffer },
]

/** Types or pastes at any place of what stands there. */
export async function type(world: World, tab: DeskTab, chance: Chance): Promise<string> {
  const before = await world.seen(tab)
  const isPaste = chance() < 0.2
  const text = anyOf(chance, isPaste ? pastes : snippets) ?? ''
  const at = placeOfCaret(before.box, chance)
  await insert(tab, at, text, isPaste)
  const after = before.box.slice(0, at) + text + before.box.slice(at)
  world.oracle.wrote(placeIn(before, tab), before.box, [after])
  await until(tab, ({ box }) => box === after, `${JSON.stringify(after)} in the box`)
  return `${isPaste ? 'paste' : 'type'} ${JSON.stringify(text)} at ${at} of ${before.box.length}`
}

export async function insert({ page }: DeskTab, at: number, text: string, isPaste: boolean): Promise<void> {
  await putCaret(page, at, at)
  // One character after the other, as people see them: typed in pieces, an emoji is scattered by Chromium itself.
  const pieces = isPaste ? [text] : charactersOf(text)
  for (const piece of pieces) {
    if (/^[ -~]$/.test(piece)) await page.keyboard.press(piece === ' ' ? 'Space' : piece)
    else await page.keyboard.insertText(piece)
  }
}

function charactersOf(text: string): readonly string[] {
  return [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
}

/** Sends what stands in the box, after putting a mark of its own behind it. */
export async function send(world: World, tab: DeskTab, chance: Chance): Promise<string | null> {
  if ((await world.seen(tab)).box.trim() === '') await type(world, tab, chance)
  const before = await world.seen(tab)
  if (before.box.trim() === '' || tab.mode.startsWith('waiting:')) return null
  const text = await mark(world, tab, before)
  await tab.page.keyboard.press('Enter')
  const after = await until(tab, ({ box, chatId }) => box !== text && chatId !== null, `${text} sent`)
  isSent(world, tab, before, { text, chatId: after.chatId ?? '' })
  return `send ${markOf(text)}`
}

/** Puts a mark behind what stands in the box. */
export async function mark({ oracle }: World, tab: DeskTab, before: Sight): Promise<string> {
  const text = before.box + oracle.nextMark()
  await insert(tab, before.box.length, text.slice(before.box.length), true)
  oracle.wrote(placeIn(before, tab), before.box, [text])
  return text
}

function isSent(
  { oracle }: World,
  tab: DeskTab,
  before: Sight,
  { text, chatId }: { text: string; chatId: string },
): void {
  oracle.wrote(placeIn(before, tab), text, [''])
  oracle.sent(chatId, tab.mode === 'plain' ? { text } : { text, inPlaceOf: tab.mode.slice('edit:'.length) })
  tab.mode = 'plain'
}

async function deleteSome(world: World, chance: Chance): Promise<string | null> {
  const tab = await aTab(world, chance)
  const before = await world.seen(tab)
  if (before.box.length < 5) return null
  const start = placeOfCaret(before.box, chance)
  const end = start + charactersOf(before.box.slice(start)).slice(0, 4).join('').length
  if (start === end) return null
  await putCaret(tab.page, start, end)
  await tab.page.keyboard.press('Backspace')
  const after = before.box.slice(0, start) + before.box.slice(end)
  world.oracle.wrote(placeIn(before, tab), before.box, [after])
  await until(tab, ({ box }) => box === after, `${JSON.stringify(after)} in the box`)
  return `delete ${start} to ${end}`
}

async function beginEdit(world: World, chance: Chance): Promise<string | null> {
  const tab = await aTab(world, chance)
  const before = await world.seen(tab)
  const message = anyOf(chance, before.own)
  if (tab.mode !== 'plain' || message === undefined) return null
  const turn = world.oracle.turnAt(before.chatId, markOf(message.text))
  if (turn === undefined) return null
  const mode: Mode = `edit:${message.id}`
  await tab.page.locator(`[data-message="${message.id}"] button[aria-label="Edit this message"]`).dispatchEvent('click')
  tab.mode = mode
  if (world.oracle.stands({ chatId: before.chatId, mode }).length === 0)
    world.oracle.wrote({ chatId: before.chatId, mode }, '', [turn.text])
  await world.seen(tab)
  return `edit ${markOf(turn.text)}`
}

async function leaveEdit(world: World, chance: Chance): Promise<string | null> {
  const tab = anyOf(
    chance,
    world.desk.tabs.filter(({ mode }) => mode !== 'plain'),
  )
  if (tab === undefined) return null
  await tab.page.getByRole('button', { name: 'Leave it as it is' }).dispatchEvent('click')
  tab.mode = 'plain'
  await world.seen(tab)
  return 'leave the edit'
}

/** Only while nothing can arrive: otherwise it may be on its way already. */
async function takeBack(world: World, chance: Chance): Promise<string | null> {
  const found = await aWaitingTurn(world, chance)
  if (found === null) return null
  const { tab, sight, id, text, chatId, isEdit } = found
  // Where its text comes to stand among several others is another test's business.
  if (isEdit || sight.elsewhere.length + sight.offers.length > 0) return null
  await press(tab, toolOf(tab, id, 'Take back'), {
    until: ({ waiting }) => waiting.every((turn) => turn.id !== id),
    what: `${text} taken back`,
  })
  world.oracle.tookBack(chatId, text)
  const place = placeIn(sight, tab)
  const inBox = sight.box.trim() === '' ? text : `${text}\n\n${sight.box}`
  const after = await until(tab, ({ box, elsewhere }) => box === inBox || elsewhere.length > 0, `${text} given back`)
  if (after.box === inBox) world.oracle.wrote(place, sight.box, [inBox])
  else world.oracle.wrote(place, '', [text])
  return `take back ${markOf(text)}`
}

async function move(world: World, chance: Chance): Promise<string | null> {
  const found = await aWaitingTurn(world, chance)
  if (found === null) return null
  const { tab, sight, id, text, chatId } = found
  const earlier = toolOf(tab, id, 'Send earlier')
  if ((await earlier.count()) === 0 || (await earlier.getAttribute('aria-disabled')) === 'true') return null
  const index = sight.waiting.findIndex((turn) => turn.id === id)
  const other = world.oracle.turnAt(chatId, markOf(sight.waiting[index - 1]?.text ?? ''))
  if (other === undefined) return null
  const before = sight.waiting[index - 1]?.id
  const moved = `move ${markOf(text)} before ${markOf(other.text)}`
  await press(tab, earlier, {
    until: ({ waiting }) => waiting[waiting.findIndex((turn) => turn.id === id) + 1]?.id === before,
    what: `${text} moved`,
  })
  world.oracle.swapped(chatId, text, other.text)
  return moved
}

async function rewrite(world: World, chance: Chance): Promise<string | null> {
  const found = await aWaitingTurn(world, chance)
  if (found === null) return null
  const { tab, sight, id, text: old, chatId } = found
  await toolOf(tab, id, 'Edit').dispatchEvent('click')
  tab.mode = `waiting:${id}`
  world.oracle.wrote({ chatId: sight.chatId, mode: tab.mode }, '', [old])
  const opened = await world.seen(tab)
  const text = await mark(world, tab, opened)
  await tab.page.keyboard.press('Enter')
  await until(tab, ({ waiting }) => waiting.some((turn) => markOf(turn.text) === markOf(text)), `${text} rewritten`)
  world.oracle.wrote(placeIn(opened, tab), text, [''])
  world.oracle.rewrote(chatId, old, text)
  tab.mode = 'plain'
  await world.seen(tab)
  return `rewrite ${markOf(old)} as ${markOf(text)}`
}

async function bringHere(world: World, chance: Chance): Promise<string | null> {
  const tab = await aTab(world, chance)
  const before = await world.seen(tab)
  if (tab.mode !== 'plain' || before.elsewhere.length === 0) return null
  await tab.page.getByRole('button', { name: 'Bring it here' }).first().dispatchEvent('click')
  const after = await until(tab, ({ box }) => box !== before.box, 'something brought here')
  const place = placeIn(before, tab)
  const brought = world.oracle
    .stands(place)
    .flat()
    .find((text) => after.box === (before.box.trim() === '' ? text : `${text}\n\n${before.box}`))
  if (brought === undefined) throw new Error(`nobody wrote what was brought here: ${JSON.stringify(after)}`)
  world.oracle.wrote(place, brought, [''])
  world.oracle.wrote(place, before.box, [after.box])
  await world.seen(tab)
  return `bring here ${JSON.stringify(brought)}`
}

async function settleOffer(world: World, chance: Chance): Promise<string | null> {
  const tab = await aTab(world, chance)
  const before = await world.seen(tab)
  const offer = before.offers[0]
  if (offer === undefined) return null
  const [name, settled] =
    anyOf(chance, [
      ['Use it', offer],
      ['Keep both', `${before.box}\n\n${offer}`],
      ['Keep mine', before.box],
    ] as const) ?? []
  if (name === undefined || settled === undefined) return null
  await tab.page.locator('.offer').first().getByRole('button', { name }).dispatchEvent('click')
  await until(tab, ({ box, offers }) => box === settled && !offers.includes(offer), `${name}: ${offer}`)
  world.oracle.wrote(placeIn(before, tab), offer, [''])
  world.oracle.wrote(placeIn(before, tab), before.box, [settled])
  return `${name}: ${JSON.stringify(offer)}`
}

interface WaitingTurn {
  readonly tab: DeskTab
  readonly sight: Sight
  readonly id: string
  readonly text: string
  readonly chatId: string
  readonly isEdit: boolean
}

/** A waiting turn that can be changed, in a tab whose box is free for it. */
async function aWaitingTurn(world: World, chance: Chance): Promise<WaitingTurn | null> {
  if (!world.isCutOff) return null
  const tab = await aTab(world, chance)
  if (tab.mode !== 'plain') return null
  const sight = await world.seen(tab)
  const seen = anyOf(chance, sight.waiting)
  const turn = world.oracle.turnAt(sight.chatId, markOf(seen?.text ?? ''))
  if (seen === undefined || turn === undefined || sight.chatId === null) return null
  if ((await toolOf(tab, seen.id, 'Take back').count()) === 0) return null
  const isEdit = turn.inPlaceOf !== undefined
  return { tab, sight, id: seen.id, text: turn.text, chatId: sight.chatId, isEdit }
}

/** A turn that sets out at this moment, in vain, cannot be changed: then a person presses once more. */
async function press(
  tab: DeskTab,
  button: Locator,
  { until: isSo, what }: { readonly until: (sight: Sight) => boolean; readonly what: string },
): Promise<void> {
  for (let again = 0; ; again++) {
    await button.dispatchEvent('click')
    try {
      await until(tab, isSo, what)
      return
    } catch (error) {
      if (again === 2) throw error
    }
  }
}

function toolOf({ page }: DeskTab, turnId: string, name: string) {
  return page.locator(`[data-turn="${turnId}"]`).getByRole('button', { name })
}

async function putCaret(page: DeskTab['page'], start: number, end: number): Promise<void> {
  await page.locator('#box').evaluate(
    (box, [from, to]) => {
      if (!(box instanceof HTMLTextAreaElement)) throw new TypeError('no box')
      box.focus()
      box.setSelectionRange(from, to)
    },
    [start, end] as const,
  )
}

/** Most people write on at the end; and no browser puts the caret inside of what is seen as one character. */
function placeOfCaret(text: string, chance: Chance): number {
  if (chance() < 0.5) return text.length
  const starts = [...new Intl.Segmenter().segment(text)].map(({ index }) => index)
  return anyOf(chance, starts) ?? 0
}
