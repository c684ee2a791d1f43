import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { storySheetSchema, type Sheet } from '../../src/protocol/sheet.ts'
import { describeWith } from '../parts.ts'
import { until } from '../support/house.ts'
import { makePng } from '../support/some-picture.ts'
import { crash, type Tab } from './chromium.ts'
import { sceneForEach, type Scene } from './scene.ts'
import { eventually, storyPage, type StoryPage } from './story-page.ts'
import { expectUsable, looks } from './usable.ts'

const picture = Buffer.from(makePng({ width: 64, height: 48, colourAt: (x, y) => [3 * x, 4 * y, 90] }))

describeWith('chromium', 'characters', (command) => {
  let scene: Scene
  let tab: Tab & StoryPage

  sceneForEach(command, { tokens: 4, salted: true }, (entered, opened) => {
    tab = entered
    scene = opened
  })

  test('are written, rolled when a story begins, and kept with it as they came out', async () => {
    await write(tab.page, { Name: '{Ada|Bo}', 'Who they are': '[name] keeps bees.', 'The opening': '“I am [name].”' })
    await tab.button('Begin a story').click()
    const card = tab.page.getByRole('region', { name: 'The next story begins with this' })
    await card.getByText(/“I am (Ada|Bo)\.”/).waitFor()
    await tab.page.reload()
    const name = /(Ada|Bo)/.exec((await card.textContent()) ?? '')?.[0] ?? ''
    await tab.send('Good evening')
    await tab.ended('done')
    await opening(tab.page).getByText(`“I am ${name}.”`).waitFor()
    expect(await storedSheet()).toMatchObject({ name, about: `${name} keeps bees.`, opening: `“I am ${name}.”` })
    await tab.page.goto(scene.house.edge)
    await tab.box.waitFor()
    expect(await card.count()).toBe(0)
  })

  test('can be rolled again, or left out', async () => {
    await write(tab.page, { Name: '{1-1000000000}' })
    await tab.button('Begin a story').click()
    const name = tab.page.locator('.sheet-name')
    const first = await name.textContent()
    await tab.page.reload()
    await tab.button('Roll again').click()
    await eventually(() => name.textContent()).toMatch(/^\d+$/)
    await eventually(() => name.textContent()).not.toBe(first)
    await tab.button('Begin without it').click()
    await name.waitFor({ state: 'detached' })
    await tab.send('Alone')
    await tab.ended('done')
    expect(await storedSheet()).toBeNull()
    expect(await opening(tab.page).count()).toBe(0)
  })

  test('can be told as another one is', async () => {
    await write(tab.page, { Name: 'Ada', 'How it is told': '{Slowly|Softly}.' })
    await eventually(() => tab.page.getByText('Kept in this browser.').count()).toBe(1)
    await write(tab.page, { Name: 'Bo' })
    await tab.button('As with Ada').click()
    expect(await tab.page.getByRole('textbox', { name: /^How it is told/ }).inputValue()).toBe('{Slowly|Softly}.')
  })

  test('say which text cannot be rolled, and begin nothing', async () => {
    await write(tab.page, { 'Where it begins': 'On the [shore_of_nowhere].' })
    await tab.button('Begin a story').click()
    await tab.page
      .getByRole('alert')
      .getByText(/^Where it begins: .*shore_of_nowhere/)
      .waitFor()
    expect(new URL(tab.page.url()).pathname).toMatch(/^\/characters\//)
  })

  test('begin a story also while the server is away; it is made with them when the server is back', async () => {
    await write(tab.page, { Name: 'Ada', 'The opening': 'It is late.' })
    await scene.house.without('server', async () => {
      await tab.button('Begin a story').click()
      await tab.page.getByText('It is late.').waitFor()
      await tab.send('Good evening')
      await tab.page.locator('[data-turn]').waitFor()
      await tab.page.reload()
      await opening(tab.page).getByText('It is late.').waitFor()
    })
    await tab.ended('done')
    expect(await storedSheet()).toMatchObject({ name: 'Ada', opening: 'It is late.' })
  })

  test('stay with a story whose first words are taken back before the server has it', async () => {
    await write(tab.page, { Name: 'Ada', 'The opening': 'It is late.' })
    await scene.house.without('server', async () => {
      await tab.button('Begin a story').click()
      await tab.send('Good evening')
      await tab.page.locator('[data-turn]').waitFor()
      await tab.page.reload()
      await tab.button('Take back').click()
      await eventually(() => tab.box.inputValue()).toBe('Good evening')
      await tab.page.reload()
      await opening(tab.page).getByText('It is late.').waitFor()
      await tab.send('Good night')
      await tab.page.locator('[data-turn]').waitFor()
    })
    await tab.ended('done')
    expect(await storedSheet()).toMatchObject({ name: 'Ada', opening: 'It is late.' })
  })

  test('are there with their story and picture on this device while the server is away', async () => {
    await write(tab.page, { Name: 'Ada', 'The opening': 'It is late.' })
    await tab.page.getByLabel('A picture').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: picture })
    await tab.page.getByRole('img', { name: 'The picture as it is kept' }).waitFor()
    await tab.button('Begin a story').click()
    await tab.page.getByText('It is late.').waitFor()
    await tab.send('Good evening')
    await tab.ended('done')
    await tab.page.getByRole('link', { name: 'About this story' }).waitFor()
    await eventually(async () => (await storedSheet())?.picture).toMatch(/^data:image\/jpeg/)
    await scene.house.without('server', async () => {
      await tab.page.reload()
      await tab.page.getByText(/From this device, as of \d/).waitFor()
      await opening(tab.page).getByText('It is late.').waitFor()
      const shown = opening(tab.page).getByRole('img', { name: 'Ada' })
      expect(await shown.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth)).toBeGreaterThan(
        0,
      )
      await tab.page.getByRole('link', { name: 'About this story' }).click()
      await tab.page.getByRole('button', { name: 'Keep as a character of mine' }).waitFor()
    })
  })

  test('what a story is about is changed with every letter kept, and goes into the story when it is saved', async () => {
    await write(tab.page, { Name: 'Ada', 'How it is told': 'Slowly.' })
    await tab.button('Begin a story').click()
    await tab.send('Good evening')
    await tab.ended('done')
    const story = tab.page.url()
    await tab.page.getByRole('link', { name: 'About this story' }).click()
    await tab.button('Change it').click()
    const telling = (page: Page) => page.getByRole('textbox', { name: /^How it is told/ })
    await telling(tab.page).fill('Quickly')
    await telling(tab.page).press('End')
    await tab.page.keyboard.type('!')
    await crash(tab)
    const page = await tab.context.newPage()
    await page.goto(story.replace('/chats/', '/about/'))
    await eventually(() => telling(page).inputValue()).toBe('Quickly!')
    const save = page.getByRole('button', { name: 'Save to the story' })
    await scene.house.without('server', async () => {
      await save.click()
      await page.getByRole('alert').first().waitFor()
      expect(await telling(page).inputValue()).toBe('Quickly!')
    })
    expect(await sheetAt(story)).toMatchObject({ telling: 'Slowly.' })
    await save.click()
    await storyPage(page).box.waitFor()
    expect(page.url()).toBe(story)
    expect(await sheetAt(story)).toMatchObject({ name: 'Ada', telling: 'Quickly!' })
    await page.close()
  })

  test('of ours one is a whole story at once, and comes back from a file as it was', async () => {
    const { page } = tab
    await page.goto(`${scene.house.edge}/characters`)
    await page.getByRole('button', { name: /lighthouse/ }).click()
    const about = page.getByRole('textbox', { name: /^Who they are/ })
    const text = await about.inputValue()
    const [file] = await Promise.all([page.waitForEvent('download'), tab.button('Save as a file').click()])
    await tab.button('Delete…').click()
    await tab.button('Delete for good').click()
    await page.getByText('There are none yet.').waitFor()
    await page.getByLabel('Bring in a file').setInputFiles(await file.path())
    await page.getByRole('list', { name: 'Your characters' }).getByRole('link').click()
    await eventually(() => about.inputValue()).toBe(text)
    await tab.button('Surprise me with a scene').click()
    const scenes = page.getByRole('textbox', { name: /^Where it begins/ })
    await eventually(async () => (await scenes.inputValue()).split('\n\n').length).toBe(2)
    await tab.button('Begin a story').click()
    await page
      .getByRole('region', { name: 'The next story begins with this' })
      .getByText(/“You will want to be dry,”/)
      .waitFor()
  })

  test.for(looks)('can be used on $on by $at', async ({ size, scheme }) => {
    const reader = await scene.enter({ size, scheme, isStill: true })
    const { page } = reader
    await page.goto(`${scene.house.edge}/characters`)
    await page.getByRole('button', { name: /innkeeper/ }).waitFor()
    await expectUsable(reader, 'the list')
    await page.getByRole('button', { name: /innkeeper/ }).click()
    await page.getByLabel('A picture').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: picture })
    await page.getByRole('img', { name: 'The picture as it is kept' }).waitFor()
    await expectUsable(reader, 'a character')
    await reader.button('Begin a story').click()
    await page.getByRole('region', { name: 'The next story begins with this' }).waitFor()
    await expectUsable(reader, 'before the first words')
    await reader.send('Good evening')
    await reader.ended('done')
    await opening(page).waitFor()
    await expectUsable(reader, 'the story')
    await page.getByRole('link', { name: 'About this story' }).click()
    await reader.button('Change it').waitFor()
    await expectUsable(reader, 'about the story')
    await reader.close()
  })

  /** A new character with these texts, by their labels. */
  async function write(page: Page, texts: Readonly<Record<string, string>>): Promise<void> {
    await page.goto(`${scene.house.edge}/characters`)
    await page.getByRole('button', { name: 'New character' }).click()
    for (const [label, text] of Object.entries(texts))
      await page.getByRole('textbox', { name: new RegExp(`^${label}`) }).fill(text)
  }

  function storedSheet(): Promise<Sheet | null> {
    return sheetAt(tab.page.url())
  }

  async function sheetAt(address: string): Promise<Sheet | null> {
    const response = await until(async () => {
      const answer = await fetch(`${scene.house.edge}/api${new URL(address).pathname}/sheet`)
      return answer.ok ? answer : null // or the server is not back yet
    })
    return storySheetSchema.parse(await response.json()).sheet
  }
})

function opening(page: Page) {
  return page.getByRole('region', { name: 'How this story begins' })
}
