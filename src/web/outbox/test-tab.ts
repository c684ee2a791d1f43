import type { Accepted } from '#protocol/chats.ts'
import type { Problem } from '#protocol/problem.ts'
import { idMaker, type MakeId } from '#shared/ids.ts'
import { serverOver } from '../api/server.ts'
import { browserClock } from '../browser.ts'
import type { Means } from '../means.ts'
import { testBrowser, testMeans, type TestBrowser, type TestMeans } from '../test-means.ts'
import { Outbox } from './outbox.ts'
import type { NewTurn } from './queue.ts'
import type { WaitingTurn } from './waiting-turn.ts'

export const chatId = '01a20f82-5ffd-7399-b3a4-58206148884e'
export const otherChatId = '01a20f82-5ffd-7399-b3a4-58206148884f'
export const newId: MakeId = idMaker({ now: browserClock.now, fill: (bytes) => crypto.getRandomValues(bytes) })

export interface Tab {
  readonly outbox: Outbox
  readonly means: TestMeans
  readonly accepted: Accepted[]
  readonly refused: Problem[]
  readonly givenBack: string[]
  /** It is gone as if it had crashed: nothing that it began comes to an end. */
  readonly crash: () => void
}

type Network = Pick<Means, 'fetch'>

const openTabs = new Set<AbortController>()

/** Ends every tab that a test has opened. */
export function closeTabs(): void {
  for (const tab of openTabs) tab.abort()
  openTabs.clear()
}

/** A tab whose waits are short. */
export function openTab(network: Network, browser: TestBrowser = testBrowser()): Tab {
  const life = new AbortController()
  const means = testMeans(async (path, request) => {
    const answer = await network.fetch(path, request)
    return life.signal.aborted ? new Promise(() => undefined) : answer
  }, browser)
  const hasty = {
    ...means,
    clock: { ...browserClock, after: (ms: number, run: () => void) => browserClock.after(ms / 20, run) },
  }
  const tab = { accepted: new Array<Accepted>(), refused: new Array<Problem>(), givenBack: new Array<string>() }
  const listener = {
    onAccepted: (_: WaitingTurn, answer: Accepted) => void tab.accepted.push(answer),
    onRefused: (_: WaitingTurn, refusal: Problem) => void tab.refused.push(refusal),
    giveBack: ({ text }: WaitingTurn) => void tab.givenBack.push(text),
  }
  const outbox = new Outbox({ means: hasty, server: serverOver(hasty), listener, signal: life.signal })
  void outbox.start()
  openTabs.add(life)
  return { ...tab, outbox, means, crash: () => life.abort() }
}

export function turn(text: string, changes: Partial<NewTurn> = {}): NewTurn {
  return {
    id: newId(),
    chatId,
    text,
    place: chatId,
    isEdit: false,
    spot: { parentId: null, isNewChat: false, isAfterReply: false },
    ...changes,
  }
}

export function waitingIn({ outbox }: Tab): readonly string[] {
  return outbox.turns.value.map(({ text }) => text)
}

export function waitingTurn({ outbox }: Tab, text: string): WaitingTurn {
  const found = outbox.turns.value.find((one) => one.text === text)
  if (found === undefined) throw new Error(`nothing that says ${text} is waiting`)
  return found
}

/** What a tab that was just opened finds, without sending any of it. */
export async function freshTab(network: Network, browser: TestBrowser): Promise<Tab> {
  const tab = openTab(network, { ...browser, tabs: testBrowser().tabs })
  tab.crash()
  await tab.outbox.start()
  return tab
}
