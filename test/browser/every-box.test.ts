import { expect, test } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import { describeWith } from '../parts.ts'
import { crash, type Tab } from './chromium.ts'
import { sceneForEach } from './scene.ts'
import { eventually, storyPage, type StoryPage } from './story-page.ts'

interface Box {
  readonly name: string
  /** Goes to it from a story that has one turn. */
  readonly open: (tab: Tab & StoryPage) => Promise<unknown>
}

const edit: Box['open'] = (tab) => tab.box.press('ArrowUp')
const rename: Box['open'] = (tab) => tab.button('Rename or delete this chat').click()
const connect: Box['open'] = (tab) => tab.button('Connect a model').first().click()
const openGenerator: Box['open'] = async ({ page }) => {
  await page.getByRole('link', { name: 'Generators' }).click()
  const known = page.getByRole('list', { name: 'Your generators' }).getByRole('link')
  const begin = page.getByRole('button', { name: 'New generator' })
  await begin.waitFor()
  await ((await known.count()) === 0 ? begin : known.first()).click()
}

const openCharacter: Box['open'] = async ({ page }) => {
  await page.getByRole('link', { name: 'Characters', exact: true }).click()
  const known = page.getByRole('list', { name: 'Your characters' }).getByRole('link')
  const begin = page.getByRole('button', { name: /lighthouse/ })
  await begin.waitFor()
  await ((await known.count()) === 0 ? begin : known.first()).click()
}

/** Every box in which somebody can write words that the browser may keep. */
const boxes: readonly Box[] = [
  { name: 'Your words', open: async () => undefined },
  { name: 'Your message, edited', open: edit },
  { name: 'Title', open: rename },
  { name: 'Address', open: connect },
  { name: 'Model', open: connect },
  {
    name: 'Path of a .gguf file',
    open: async (tab) => {
      await connect(tab)
      await tab.page.getByText('A model file').click()
    },
  },
  {
    name: 'What happened, in your own words',
    open: ({ page }) => page.getByRole('link', { name: 'Get help' }).click(),
  },
  { name: 'Name', open: openGenerator },
  { name: 'The text of the generator', open: openGenerator },
  { name: 'Seed', open: openGenerator },
  { name: 'Who they are', open: openCharacter },
  { name: 'Where it begins', open: openCharacter },
  { name: 'The opening', open: openCharacter },
  { name: 'How it is told', open: openCharacter },
  { name: 'Words that call it up', open: openCharacter },
  { name: 'What is to be known then', open: openCharacter },
]

describeWith('chromium', 'what stands in every box', (command) => {
  let tab: Tab & StoryPage

  sceneForEach(command, { tokens: 4, salted: true }, (entered) => {
    tab = entered
  })

  test.for(boxes)('outlives a crash of the page: $name', async ({ name, open }) => {
    await tab.send('Once')
    await tab.ended('done')
    await open(tab)
    await boxNamed(tab.page, name).fill('half a')
    await boxNamed(tab.page, name).press('End')
    await tab.page.keyboard.type(' word')
    expect(await unknownBoxes(tab.page)).toEqual([])
    const address = tab.page.url()
    await crash(tab)
    const page = await tab.context.newPage()
    await page.goto(address.replace(/\/(support|generators|characters).*/, '/'))
    const again = { ...tab, ...storyPage(page), page }
    await again.box.waitFor()
    await open(again)
    await eventually(() => textIn(boxNamed(page, name))).toBe('half a word')
    await page.close()
  })

  test('is kept of an address only while no key can be in it, and of a key never', async () => {
    await connect(tab)
    for (const address of ['http://me:secret-key@models.test/v1', 'http://models.test/v1?key=secret-key']) {
      await boxNamed(tab.page, 'Address').fill(address)
      await tab.page.getByLabel('Key').fill('secret-key')
      expect(await tab.page.evaluate(() => JSON.stringify(localStorage))).not.toContain('secret-key')
      expect(await boxNamed(tab.page, 'Address').inputValue()).toBe(address)
    }
  })

  test('stays there when the server refuses a title, and goes when it has taken it', async () => {
    await tab.send('Once')
    await tab.ended('done')
    await rename(tab)
    await boxNamed(tab.page, 'Title').fill('The warm door')
    await tab.context.setOffline(true)
    await tab.button('Save').click()
    await tab.page.getByRole('dialog').getByRole('alert').waitFor()
    expect(await boxNamed(tab.page, 'Title').inputValue()).toBe('The warm door')
    await tab.context.setOffline(false)
    await tab.button('Save').click()
    await tab.page.getByRole('heading', { level: 1, name: 'The warm door' }).waitFor()
    expect(await tab.page.evaluate(() => JSON.stringify(localStorage))).not.toContain('The warm door')
  })
})

function boxNamed(page: Page, name: string): Locator {
  return page.getByRole('textbox', { name: new RegExp(`^${name}`) }).first()
}

/** Of a plain box, or of the editor that takes its place when it has come. */
function textIn(box: Locator): Promise<string> {
  return box.evaluate((element) =>
    element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement
      ? element.value
      : (element.textContent ?? ''),
  )
}

/** Boxes in sight that nobody has put on the list above. */
async function unknownBoxes(page: Page): Promise<readonly string[]> {
  const seen = await page
    .locator('textarea, input:is([type=text], [type=url], [type=search], :not([type]))')
    .evaluateAll((found) =>
      found.map((box) => {
        const isBox = box instanceof HTMLInputElement || box instanceof HTMLTextAreaElement
        const label = isBox ? box.labels?.[0]?.textContent : null
        return box.getAttribute('aria-label') ?? label?.trim() ?? ''
      }),
    )
  return seen.filter((name) => !boxes.some((known) => name.startsWith(known.name)))
}
