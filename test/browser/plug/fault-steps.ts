import type { Chance } from '../../../src/shared/clock.ts'
import type { ProcessName } from '../../support/house.ts'
import { draftsDone, waitingRows } from '../stored-here.ts'
import type { DeskTab } from './desk.ts'
import { isShown, markOf } from './oracle.ts'
import { aTab, anyOf, placeIn, until, wholeNumber, type Step, type World } from './scenery.ts'
import { look } from './sight.ts'
import { insert, mark } from './writing-steps.ts'

/** What nobody may lose, whatever happens. */
const keptAfterMs = 50

export const faultSteps: readonly Step[] = [
  { name: 'kill the edge', weight: 4, run: (world) => kill(world, 'edge') },
  { name: 'kill the server', weight: 5, run: (world) => kill(world, 'server') },
  { name: 'the server is away', weight: 2, run: (world, chance) => takeAway(world, 'server', chance) },
  { name: 'the edge is away', weight: 1, run: (world, chance) => takeAway(world, 'edge', chance) },
  { name: 'power cut', weight: 0.8, run: powerCut },
  { name: 'pull the network', weight: 4, run: pullNetwork },
  { name: 'cut connections', weight: 4, run: cut },
  { name: 'lose an answer', weight: 4, run: loseAnswer },
  { name: 'another pace', weight: 3, run: changePace },
  { name: 'open a chat', weight: 3, run: openChat },
  { name: 'a blank page', weight: 1.5, run: blankPage },
  { name: 'reload', weight: 4, run: reload },
  { name: 'close and open again', weight: 3, run: closeAndOpen },
  { name: 'a second tab', weight: 4, run: secondTab },
  { name: 'close a tab', weight: 3, run: closeOne },
  { name: 'crash', weight: 4, run: crash },
  { name: 'crash while typing', weight: 3, run: crashWhileTyping },
  { name: 'crash while sending', weight: 3, run: crashWhileSending },
  { name: 'restart the browser', weight: 1, run: (world, chance) => restartBrowser(world, 'closed', chance) },
  { name: 'kill the browser', weight: 1.5, run: (world, chance) => restartBrowser(world, 'killed', chance) },
  { name: 'delete the database', weight: 2, run: deleteDatabase },
]

async function kill(world: World, name: ProcessName): Promise<string | null> {
  if (!world.isWatched) return null
  await world.house.kill(name)
  return `kill the ${name}`
}

async function takeAway(world: World, name: ProcessName, chance: Chance): Promise<string | null> {
  if (!world.isWatched) return null
  const steps = wholeNumber(chance, 4, 9)
  await world.takeAway(name, steps)
  return `the ${name} is away for ${steps} steps`
}

async function powerCut(world: World): Promise<string | null> {
  if (!world.isWatched) return null
  await world.house.powerCut()
  return 'power cut'
}

async function pullNetwork(world: World, chance: Chance): Promise<string | null> {
  if (world.isOut('network')) return null
  const steps = wholeNumber(chance, 2, 9)
  await world.pullNetwork(steps)
  return `no network for ${steps} steps`
}

async function cut({ plug }: World): Promise<string> {
  plug.cut()
  return 'cut every connection'
}

async function loseAnswer({ plug }: World): Promise<string> {
  plug.loseAnswer(/^POST \/api\/chats\/[^/ ]+\/turns /)
  return 'lose the answer to the next turn'
}

async function changePace({ fake }: World, chance: Chance): Promise<string> {
  const everyMs = anyOf(chance, [0, 5, 20, 60]) ?? 0
  fake.change({ everyMs })
  return `a word every ${everyMs} ms`
}

async function openChat(world: World, chance: Chance): Promise<string | null> {
  const chatId = anyOf(chance, world.oracle.chatIds)
  if (chatId === undefined) return null
  const tab = await aTab(world, chance)
  await stands(tab)
  await world.desk.goTo(tab, `/chats/${chatId}`)
  return `open ${chatId}`
}

async function blankPage(world: World, chance: Chance): Promise<string | null> {
  if (world.oracle.chatIds.length >= 3) return null
  const tab = await aTab(world, chance)
  await stands(tab)
  await world.desk.goTo(tab, '/')
  return 'a blank page'
}

async function reload(world: World, chance: Chance): Promise<string> {
  const tab = await aTab(world, chance)
  await stands(tab)
  await world.desk.reload(tab)
  return 'reload'
}

async function closeAndOpen(world: World, chance: Chance): Promise<string> {
  await openAgain(world, chance, 'closeTab')
  return 'close and open again'
}

/** Ends a tab in this way, and opens another where it was. */
async function openAgain(world: World, chance: Chance, end: 'closeTab' | 'crash'): Promise<void> {
  const { desk } = world
  const tab = await aTab(world, chance)
  const path = new URL(tab.page.url()).pathname
  await stands(tab)
  await desk[end](tab)
  await desk.openTab(path)
}

async function secondTab(world: World, chance: Chance): Promise<string | null> {
  const [tab] = world.desk.tabs
  if (tab === undefined || world.desk.tabs.length > 1) return null
  const same = chance() < 0.8
  await world.desk.openTab(same ? new URL(tab.page.url()).pathname : '/')
  return 'a second tab'
}

async function closeOne(world: World, chance: Chance): Promise<string | null> {
  const tab = anyOf(chance, world.desk.tabs)
  if (tab === undefined) return null
  await stands(tab)
  await world.desk.closeTab(tab)
  return 'close a tab'
}

async function crash(world: World, chance: Chance): Promise<string> {
  await openAgain(world, chance, 'crash')
  return 'crash and open again'
}

/** What was typed in the last moment may be gone, but nothing else, and what is left is what stood there once. */
async function crashWhileTyping(world: World, chance: Chance): Promise<string> {
  const tab = await aTab(world, chance)
  const before = await world.seen(tab)
  await stands(tab)
  const text = 'in haste'
  await insert(tab, before.box.length, text, false)
  const path = new URL(tab.page.url()).pathname
  const states = Array.from({ length: text.length + 1 }, (_, length) => before.box + text.slice(0, length))
  world.oracle.wrote(placeIn(before, tab), before.box, states.toReversed())
  await world.desk.crash(tab)
  await world.desk.openTab(path)
  return 'crash while typing'
}

/** The words are in the box or on their way: nowhere never, and both only until the page has looked. */
async function crashWhileSending(world: World, chance: Chance): Promise<string | null> {
  const tab = await aTab(world, chance)
  const before = await world.seen(tab)
  if (before.box.trim() === '' || before.chatId === null || tab.mode !== 'plain') return null
  const text = await mark(world, tab, before)
  await stands(tab)
  await tab.page.keyboard.press('Enter')
  await world.desk.crash(tab)
  const again = await world.desk.openTab(`/chats/${before.chatId}`)
  if ((await waitingRows(again.page))?.some((turn) => turn.text === text) === true)
    await until(again, (sight) => !isShown(text, sight), `${text} out of the box, because it is on its way`)
  const isInBox = isShown(text, await look(again.page))
  world.oracle.wrote(placeIn(before, tab), text, [isInBox ? text : ''])
  if (!isInBox) world.oracle.sent(before.chatId, { text })
  return `crash while sending ${markOf(text)}: ${isInBox ? 'it is in the box' : 'it is on its way'}`
}

async function restartBrowser(world: World, how: 'closed' | 'killed', chance: Chance): Promise<string> {
  const tab = await aTab(world, chance)
  const path = new URL(tab.page.url()).pathname
  for (const one of world.desk.tabs) await stands(one)
  await world.desk.restart(how)
  await world.desk.openTab(path)
  return `the browser is ${how} and started again`
}

async function deleteDatabase(world: World, chance: Chance): Promise<string> {
  const tab = await aTab(world, chance)
  await world.seen(tab)
  await tab.page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const deleting = indexedDB.deleteDatabase('holdfast')
        deleting.addEventListener('success', () => resolve())
        deleting.addEventListener('error', () => reject(new Error('the database was not deleted')))
      }),
  )
  return 'delete the database'
}

/** The promise holds for what has stood there for so long, in a browser that is not starved: then it holds a little later. */
async function stands({ page }: DeskTab): Promise<void> {
  await page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), keptAfterMs)
  await draftsDone(page)
}
