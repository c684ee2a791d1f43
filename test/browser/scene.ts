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
  readonly close: () => Promise<void>
}

export async function openScene(command: string, options: HouseOptions = {}): Promise<Scene> {
  const chromium = await openChromium(command)
  const house = await openHouse(options)
  return {
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
    async close() {
      await chromium.close()
      await house.stop()
    },
  }
}

/** The settings of a fake back end under its name. */
export function fakeAt(baseURL: string): object {
  return { name: 'fake', baseURL, model: 'fake' }
}
