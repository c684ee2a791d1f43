import type { Chance } from '../../../src/shared/clock.ts'
import { clip } from '../../../src/shared/text.ts'
import type { FakeBackend } from '../../fixtures/fake-backend/server.ts'
import type { Plug } from '../../fixtures/plug.ts'
import type { House, ProcessName } from '../../support/house.ts'
import { patienceMs } from '../chromium.ts'
import type { Desk, DeskTab } from './desk.ts'
import { markOf, type Oracle, type Place } from './oracle.ts'
import { look, type Sight } from './sight.ts'

export interface Scenery {
  readonly desk: Desk
  readonly house: House
  readonly plug: Plug
  readonly fake: FakeBackend
}

/** What is broken at the moment, and for how many steps it stays so. */
interface Outage {
  readonly name: string
  readonly end: () => Promise<void>
  left: number
}

/** The world of one walk: who writes, what is broken, and what must be true whenever somebody looks. */
export class World {
  readonly desk: Desk
  readonly house: House
  readonly plug: Plug
  readonly fake: FakeBackend
  readonly oracle: Oracle
  #outages: readonly Outage[] = []

  constructor(scenery: Scenery, oracle: Oracle) {
    this.desk = scenery.desk
    this.house = scenery.house
    this.plug = scenery.plug
    this.fake = scenery.fake
    this.oracle = oracle
  }

  /** Nothing that is sent can arrive. */
  get isCutOff(): boolean {
    return this.#outages.length > 0
  }

  /** A process can be killed and comes back by itself. */
  get isWatched(): boolean {
    return !this.#outages.some(({ name }) => name !== 'network')
  }

  isOut(name: string): boolean {
    return this.#outages.some((outage) => outage.name === name)
  }

  async pullNetwork(forSteps: number): Promise<void> {
    await this.desk.setOffline(true)
    this.plug.pullOut()
    const end = async (): Promise<void> => {
      this.plug.plugIn()
      await this.desk.setOffline(false)
    }
    this.#outages = [...this.#outages, { name: 'network', end, left: forSteps }]
  }

  async takeAway(name: ProcessName, forSteps: number): Promise<void> {
    const { promise: isOver, resolve } = Promise.withResolvers<void>()
    const { promise: isGone, resolve: gone } = Promise.withResolvers<void>()
    const over = this.house.without(name, () => {
      gone()
      return isOver
    })
    await Promise.race([isGone, over])
    const end = (): Promise<void> => {
      resolve()
      return over
    }
    this.#outages = [...this.#outages, { name, end, left: forSteps }]
  }

  /** A step has passed. */
  async age(): Promise<void> {
    for (const outage of this.#outages) outage.left -= 1
    await this.#end(this.#outages.filter(({ left }) => left <= 0))
  }

  mendAll(): Promise<void> {
    return this.#end(this.#outages)
  }

  /** Looks at every tab until all is as it must be. What a reply shows must be right at every moment. */
  async isAllThere(): Promise<void> {
    for (const tab of this.desk.tabs) await this.seen(tab)
  }

  /** What a tab shows when it has come to rest. */
  async seen(tab: DeskTab): Promise<Sight> {
    const startedAt = performance.now()
    for (;;) {
      const sight = await look(tab.page)
      const broken = sight.replies.flatMap(({ id, text }) => brokenWords(id, text))
      if (broken.length > 0) throw new Error(broken.join('\n'))
      const wrong = this.oracle.wrongIn(sight, tab.mode)
      if (wrong.length === 0) return sight
      if (performance.now() - startedAt > patienceMs / 3)
        throw new Error(`${wrong.join('\n')}\nseen: ${toldShortly(sight)}`)
      await aMoment()
    }
  }

  async #end(outages: readonly Outage[]): Promise<void> {
    this.#outages = this.#outages.filter((outage) => !outages.includes(outage))
    for (const { end } of outages) await end()
  }
}

export interface Step {
  readonly name: string
  readonly weight: number
  /** Null where it cannot be done now; otherwise what was done, for whoever reads the log of a walk. */
  readonly run: (world: World, chance: Chance) => Promise<string | null>
}

export function anyOf<T>(chance: Chance, list: readonly T[]): T | undefined {
  return list[Math.floor(chance() * list.length)]
}

export function wholeNumber(chance: Chance, from: number, to: number): number {
  return from + Math.floor(chance() * (to - from + 1))
}

export function placeIn(sight: Sight, tab: DeskTab): Place {
  return { chatId: sight.chatId, mode: tab.mode }
}

/** An open tab; one is opened where there is none. */
export async function aTab({ desk, oracle }: World, chance: Chance): Promise<DeskTab> {
  const open = anyOf(chance, desk.tabs)
  if (open !== undefined) return open
  const chatId = anyOf(chance, oracle.chatIds)
  return desk.openTab(chatId === undefined ? '/' : `/chats/${chatId}`)
}

export async function until(
  tab: DeskTab,
  isSo: (sight: Sight) => boolean,
  what: string,
  atMostMs: number = patienceMs / 3,
): Promise<Sight> {
  const startedAt = performance.now()
  for (;;) {
    const sight = await look(tab.page)
    if (isSo(sight)) return sight
    if (performance.now() - startedAt > atMostMs) throw new Error(`not seen: ${what}. seen: ${toldShortly(sight)}`)
    await aMoment()
  }
}

/** For whoever reads why a walk failed: the words that are kept whole, and of what is long the marks that count. */
function toldShortly(sight: Sight): string {
  const own = sight.own.map(({ id, text }) => `${id} ${clip(text, 20)} ${markOf(text)}`)
  const replies = sight.replies.map(({ id, state, text }) => `${id} ${state}, ${text.length} characters`)
  return JSON.stringify({ ...sight, own, replies })
}

/** Between two looks: whoever looks as often as they can takes from the page the time in which it would get there. */
export function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 25))
}

/** The fake back end counts its words, so that one that is missing or there twice shows. The last may be half there. */
export function brokenWords(id: string, text: string): readonly string[] {
  const words = text.replaceAll(/#\d*/g, '').split(' ')
  const isWhole = words.every(
    (word, index) => word === `t${index}` || (index === words.length - 1 && `t${index}`.startsWith(word)),
  )
  return isWhole ? [] : [`reply ${id} has gaps or repetitions: ${text}`]
}
