import { messagePageSchema, type Message } from '../../src/protocol/chats.ts'
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
