import { chromium, type BrowserContext, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFakeBackend, type FakeBackend } from '../fixtures/fake-backend/server.ts'
import { describeWith } from '../parts.ts'
import { openHouse, type House } from '../support/house.ts'
import { openSmallDisk } from '../support/small-disk.ts'
import { quietChromium } from '../../src/lab/visits/quiet-chromium.ts'
import { patienceMs } from './chromium.ts'
import { fakeAt } from './scene.ts'
import { copiedRows } from './stored-here.ts'
import { eventually, storyPage } from './story-page.ts'

describeWith('chromium', 'a browser on a disk', (command) => {
  let fake: FakeBackend
  let house: House

  beforeAll(async () => {
    fake = await openFakeBackend({ behaviour: { tokens: 8 } })
    house = await openHouse({ backends: [fakeAt(fake.baseURL)] })
  })
  afterAll(async () => {
    await house?.stop()
    await fake?.close()
  })

  test('that is full goes on: what is typed and sent arrives, and the page says what it cannot keep', async (context) => {
    const disk = openSmallDisk(150_000_000)
    if (disk === undefined) return context.skip('nobody may mount a disk here')
    let browser: BrowserContext | undefined
    try {
      browser = await chromium.launchPersistentContext(`${disk.folder}/browser`, {
        executablePath: command,
        args: [...quietChromium],
      })
      browser.setDefaultTimeout(patienceMs)
      const page = await browser.newPage()
      await page.goto(house.edge)
      const story = storyPage(page)
      await story.send('One')
      await story.ended('done')
      await eventually(async () => (await copiedRows(page)).length).toBe(2)
      disk.fill()
      await story.send('Two')
      await story.ended('done', 2)
      // The browser clears away what it can spare, and tries again: what becomes free is taken, too.
      const stillFull = <T>(look: () => Promise<T>): Promise<T> => {
        disk.fill()
        return look()
      }
      await eventually(() => stillFull(() => wordsLine(page))).toContain('This device keeps nothing')
      await wordsLink(page).click()
      const notKept = page.getByText(/what you read is not kept for the time when the server is away/)
      await eventually(() => stillFull(() => notKept.isVisible())).toBe(true)
      disk.free()
      await page.goBack()
      await story.send('Three')
      await story.ended('done', 3)
      await eventually(() => wordsLine(page)).toContain('6 messages on this device')
      expect(await story.ownMessages.locator('.prose').allTextContents()).toEqual(['One', 'Two', 'Three'])
    } finally {
      await browser?.close()
      disk.close()
    }
  })
})

function wordsLink(page: Page): Locator {
  return page.getByRole('link', { name: /^Your words/ })
}

async function wordsLine(page: Page): Promise<string> {
  return (await wordsLink(page).textContent()) ?? ''
}
