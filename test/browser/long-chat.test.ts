import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeWith } from '../parts.ts'
import { writeLongStory, type LongStory } from '../support/long-story.ts'
import type { Tab } from './chromium.ts'
import { distancesToEnd, walk, watchPlace } from './reading.ts'
import { openScene, sceneForEach, type Scene } from './scene.ts'
import { eventually, type StoryPage } from './story-page.ts'

describeWith('chromium', 'reading a chat of 2,000 messages', (command) => {
  const length = 2_000
  let scene: Scene
  let story: LongStory
  let tab: Tab & StoryPage

  beforeAll(async () => {
    const prepare = async (dataDir: string): Promise<void> => void (story = await writeLongStory(dataDir, length))
    scene = await openScene(command, { prepare })
  })
  beforeEach(async () => {
    tab = await scene.enter()
    await tab.page.goto(`${scene.house.edge}/chats/${story.chatId}`)
    await message(length - 1).waitFor()
  })
  afterEach(async () => {
    expect(tab.complaints.join('\n')).toBe('')
    await tab.close()
  })
  afterAll(() => scene?.close())

  const message = (index: number): Locator => tab.page.locator('.row', { hasText: new RegExp(`Message ${index}\\.`) })
  const rows = (): Promise<number> => tab.page.locator('.row').count()
  const topPx = (): Promise<number> => tab.page.evaluate(() => document.documentElement.scrollTop)
  const heightPx = (): Promise<number> => tab.page.evaluate(() => document.documentElement.scrollHeight)

  test('to its beginning and back shows every message once, in order, and none jumps', async () => {
    const numbers = story.texts.map((_, index) => index)
    const back = await walk(tab.page, -700)
    expect(back).toMatchObject({ jumps: [], disorder: [], seen: numbers.toReversed() })
    const forth = await walk(tab.page, 700)
    expect(forth).toMatchObject({ jumps: [], disorder: [], seen: numbers })
    expect(Math.max(back.mostRows, forth.mostRows), 'what is far away is not on the page').toBeLessThan(200)
    const texts = await tab.page.locator('.row .prose').allTextContents()
    expect(texts).toEqual(story.texts.slice(-texts.length).map((text) => text.replaceAll('*', '')))
  })

  test('has earlier messages come by themselves, and what is read stands still meanwhile', async () => {
    const before = await heightPx()
    const place = await watchPlace(tab.page, 1_000)
    await eventually(heightPx).toBeGreaterThan(before)
    expect(await place.movedPx()).toBeLessThanOrEqual(1)
  })

  test('has nothing move at the very top either, where no browser keeps things in place by itself', async () => {
    const place = await watchPlace(tab.page, 0)
    await eventually(topPx).toBeGreaterThan(1_000)
    expect(await place.movedPx()).toBeLessThanOrEqual(1)
  })

  test('jumps to the beginning with Home, and the way back hands the keyboard to the box', async () => {
    await tab.button('Rename or delete this chat').focus()
    await tab.page.keyboard.press('Home')
    await message(0).waitFor()
    await eventually(topPx).toBe(0)
    expect(await rows()).toBeLessThan(100)
    await tab.button('To the end').focus()
    await tab.page.keyboard.press('Enter')
    await eventually(() => isInSight(message(length - 1))).toBe(true)
    expect(await isFocused(tab.box)).toBe(true)
  })

  test('takes away neither what has the focus nor what is selected', async () => {
    const button = tab.button('Another variant').last()
    await button.focus()
    await selectLastMessages(3)
    const selected = await selection()
    expect(selected).toContain(`Message ${length - 2}.`)
    await tab.page.keyboard.press('Home')
    await message(0).waitFor()
    await eventually(topPx).toBe(0)
    expect(await selection()).toBe(selected)
    expect(await isFocused(button)).toBe(true)
    await tab.page.keyboard.press('End')
    await eventually(() => isInSight(button)).toBe(true)
    expect(await rows()).toBeLessThan(100)
  })

  test('goes on by itself when the way is free again, and until then the page says so', async () => {
    await scene.house.without('server', async () => {
      await tab.page.evaluate(() => scrollTo(0, 0))
      await tab.page.locator('.earlier .quiet-line[data-side="server"]').waitFor()
    })
    await eventually(topPx).toBeGreaterThan(1_000)
  })

  function selectLastMessages(count: number): Promise<void> {
    return tab.page.evaluate((many) => {
      const texts = [...document.querySelectorAll('.row .prose')].slice(-many)
      const [first, last] = [texts.at(0), texts.at(-1)]
      if (first !== undefined && last !== undefined) getSelection()?.setBaseAndExtent(first, 0, last, 1)
    }, count)
  }

  function selection(): Promise<string> {
    return tab.page.evaluate(() => String(getSelection()))
  }
})

describeWith('chromium', 'a long chat that is written on', (command) => {
  let tab: Tab & StoryPage

  sceneForEach(command, {}, (entered) => {
    tab = entered
  })
  beforeEach(async () => {
    // A few screens high, so that there is somewhere else to be than at the end.
    await tab.send('write 3000 tokens')
    await tab.ended('done')
    await tab.send('write 200 tokens every 10 ms')
    await tab.page.locator('[aria-busy="true"] [data-state="writing"]').waitFor()
  })

  test('is followed at its end', async () => {
    const distances = await distancesToEnd(tab.page)
    expect(distances.length).toBeGreaterThan(5)
    expect(Math.max(...distances)).toBeLessThanOrEqual(1)
  })

  test('leaves a reader who is elsewhere there, and tells of the new words', async () => {
    const place = await watchPlace(tab.page, 500)
    await tab.button('New words below').waitFor()
    await tab.ended('done', 2)
    expect(await place.movedPx()).toBeLessThanOrEqual(1)
    await tab.button('New words below').click()
    await eventually(() => isInSight(tab.lastReply)).toBe(true)
    await tab.button('New words below').waitFor({ state: 'detached' })
  })
})

function isInSight(one: Locator): Promise<boolean> {
  return one.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect()
    return bottom > 0 && top < innerHeight
  })
}

function isFocused(one: Locator): Promise<boolean> {
  return one.evaluate((element) => document.activeElement === element)
}
