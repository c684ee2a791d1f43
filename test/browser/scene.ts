import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { messagePageSchema, type Message } from '../../src/protocol/chats.ts'
import type { Change } from '../fixtures/fake-backend/behaviour.ts'
import { openFakeBackend, type FakeBackend } from '../fixtures/fake-backend/server.ts'
import { openHouse, until, type House, type HouseOptions } from '../support/house.ts'
import { openChromium, type Tab, type TabOptions } from './chromium.ts'
import { storyPage, type StoryPage } from './story-page.ts'

/** A whole Holdfast and a browser to look at it with. */
export interface Scene {
  readonly house: House
  /** A reader who comes for the first time. */
  readonly enter: (options?: TabOptions) => Promise<Tab & StoryPage>
  /** What the server has of the chat that is open there. */
  readonly storedIn: (tab: Tab) => Promise<readonly Message[]>
  /** What a person wrote of it. */
  readonly storedTexts: (tab: Tab) => Promise<readonly string[]>
  readonly close: () => Promise<void>
}

export async function openScene(command: string, options: HouseOptions = {}): Promise<Scene> {
  const chromium = await openChromium(command)
  const house = await openHouse(options)
  const scene: Scene = {
    house,
    async enter(tabOptions) {
      const tab = await chromium.openTab(house.edge, tabOptions)
      return { ...tab, ...storyPage(tab.page) }
    },
    async storedIn({ page }) {
      const address = `${house.edge}/api${new URL(page.url()).pathname}/messages`
      const response = await until(async () => {
        const answer = await fetch(address)
        return answer.ok ? answer : null // or the server is not back yet
      })
      return messagePageSchema.parse(await response.json()).messages
    },
    async storedTexts(tab) {
      return (await scene.storedIn(tab)).filter(({ role }) => role === 'user').map(({ text }) => text)
    },
    async close() {
      await chromium.close()
      await house.stop()
    },
  }
  return scene
}

/** The settings of a fake back end under its name. */
export function fakeAt(baseURL: string): object {
  return { name: 'fake', baseURL, model: 'fake' }
}

/**
 * For a suite: one scene with a fake back end, and for each test a reader who comes for the first time and of whose page
 * nobody hears a complaint.
 */
export function sceneForEach(
  command: string,
  behaviour: Change,
  enters: (tab: Tab & StoryPage, scene: Scene) => void,
): void {
  let fake: FakeBackend
  let scene: Scene
  let tab: Tab & StoryPage

  beforeAll(async () => {
    fake = await openFakeBackend({ behaviour })
    scene = await openScene(command, { backends: [fakeAt(fake.baseURL)] })
  })
  beforeEach(async () => {
    tab = await scene.enter()
    enters(tab, scene)
  })
  afterEach(async () => {
    expect(tab.complaints.join('\n')).toBe('')
    await tab.close()
  })
  afterAll(async () => {
    await scene?.close()
    await fake?.close()
  })
}
