import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFakeBackend, type FakeBackend } from '../fixtures/fake-backend/server.ts'
import { describeWith } from '../parts.ts'
import type { Tab } from './chromium.ts'
import { fakeAt, openScene, type Scene } from './scene.ts'
import { noteRows } from './stored-here.ts'
import { eventually, type StoryPage } from './story-page.ts'
import { expectUsable, looks } from './usable.ts'

describeWith('chromium', 'generators in the chat', (command) => {
  let fake: FakeBackend
  let scene: Scene
  let tab: Tab & StoryPage

  beforeAll(async () => {
    fake = await openFakeBackend({ behaviour: { tokens: 4, salted: true } })
    scene = await openScene(command, { backends: [fakeAt(fake.baseURL)] })
  })
  afterAll(async () => {
    await scene?.close()
    await fake?.close()
  })

  /** A writer who has these generators, before a new chat. */
  async function enter(own: Readonly<Record<string, string>>, options?: Parameters<Scene['enter']>[0]): Promise<void> {
    tab = await scene.enter(options)
    await tab.page.goto(`${scene.house.edge}/generators`)
    const files = Object.entries(own).map(([name, text]) => ({
      name: `${name}.txt`,
      mimeType: 'text/plain',
      buffer: Buffer.from(text),
    }))
    if (files.length > 0) {
      await tab.page.getByLabel('Bring in a file').setInputFiles(files)
      const list = tab.page.getByRole('list', { name: 'Your generators' })
      await eventually(() => list.getByRole('link').count()).toBe(files.length)
      // The list shows what the disk may not have yet.
      const texts = Object.values(own).map((text) => expect.objectContaining({ text }))
      await eventually(() => noteRows(tab.page)).toEqual(expect.arrayContaining(texts))
    }
    await tab.page.goto(scene.house.edge)
  }

  test('/gen offers them by name, and puts a result in its place without sending it', async () => {
    await enter({ 'Night birds': 'output\n  owl', 'Nine winds': 'output\n  a wind' })
    await tab.box.fill('It was the hour of the\n/gen ni')
    await eventually(() => offered(tab.page)).toEqual(['Nine winds', 'Night birds', 'Opening ours'])
    await tab.box.press('ArrowDown')
    await tab.page.getByRole('option', { name: 'Night birds', selected: true }).waitFor()
    await tab.box.press('Enter')
    await eventually(() => tab.box.inputValue()).toBe('It was the hour of the\nowl')
    expect(await tab.ownMessages.count()).toBe(0)
    await tab.page.getByText('The roll stands in the box; nothing was sent.').waitFor()
    await tab.button('Take it out again').click()
    await eventually(() => tab.box.inputValue()).toBe('It was the hour of the\n/gen ni')
    await tab.page.getByRole('option', { name: 'Night birds' }).click()
    await eventually(() => tab.box.inputValue()).toBe('It was the hour of the\nowl')
    await tab.box.press('Control+z')
    await eventually(() => tab.box.inputValue()).toBe('It was the hour of the\n/gen ni')
    await tab.box.fill('/gen night birds')
    await tab.button('Send').click()
    await eventually(() => tab.box.inputValue()).toBe('owl')
    await tab.button('Send').click()
    await tab.ended('done')
    expect(await scene.storedTexts(tab)).toEqual(['owl'])
    expect(tab.complaints.join('\n')).toBe('')
    await tab.close()
  })

  test('/gen before what rolls has come sends nothing, and rolls when it has', async () => {
    tab = await scene.enter({ isWithoutWorker: true })
    const { promise: isFree, resolve: free } = Promise.withResolvers<void>()
    const before = new Set(await assetsOf(tab.page))
    await tab.page.route(
      ({ pathname }) => pathname.startsWith('/assets/') && !before.has(pathname),
      async (route) => {
        await isFree
        await route.continue()
      },
    )
    await tab.box.fill('/gen opening')
    await tab.page.getByText('What rolls is on its way…').waitFor()
    await tab.box.press('Enter')
    await tab.button('Send').click()
    expect(await tab.box.inputValue()).toBe('/gen opening')
    free()
    await eventually(() => offered(tab.page)).toEqual(['Opening ours'])
    expect(await tab.ownMessages.count()).toBe(0)
    await tab.box.press('Enter')
    await tab.page.getByText('The roll stands in the box; nothing was sent.').waitFor()
    await tab.close()
  })

  test('/gen with a name that none has says which is nearest, and can be sent as it stands', async () => {
    await enter({ 'Night birds': 'output\n  owl', broken: 'output\n  [nobody]' })
    await tab.box.fill('/gen nihgt birds')
    await tab.page.getByRole('alert').getByText('There is no generator called “nihgt birds”.').waitFor()
    await tab.box.press('Enter')
    await tab.button('Roll Night birds').click()
    await eventually(() => tab.box.inputValue()).toBe('owl')
    await tab.box.fill('/gen broken')
    await eventually(() => offered(tab.page)).toEqual(['broken'])
    await tab.box.press('Enter')
    await tab.page.getByRole('alert').getByText('broken gave nothing. Line 2: nobody is not defined').waitFor()
    expect(await tab.box.inputValue()).toBe('/gen broken')
    await tab.button('Send it as it stands').click()
    await tab.ended('done')
    await tab.box.fill('/gen night')
    await eventually(() => offered(tab.page)).toEqual(['Night birds'])
    await tab.box.press('Escape')
    await eventually(() => offered(tab.page)).toEqual([])
    await tab.box.press('Enter')
    await tab.ended('done', 2)
    expect(await scene.storedTexts(tab)).toEqual(['/gen broken', '/gen night'])
    await tab.close()
  })

  test('a surprise comes into the box, of ours or of a generator that was chosen for it, and is sent by nobody', async () => {
    await enter({ Turns: 'output\n  I sit down again.' })
    await tab.box.fill('Once. ')
    await tab.button('A character').click()
    await eventually(() => tab.box.inputValue()).toMatch(/^Once\. An? .+, who .+\.$/)
    await tab.button('Take it out again').click()
    await eventually(() => tab.box.inputValue()).toBe('Once. ')
    await tab.button('Insert a roll').click()
    const dialog = tab.page.getByRole('dialog')
    await dialog.getByRole('checkbox', { name: 'Surprise me with this one' }).check()
    await dialog.getByRole('button', { name: 'A next turn' }).click()
    await eventually(() => tab.box.inputValue()).toBe('Once. I sit down again.')
    await tab.button('Insert a roll').click()
    await dialog.getByRole('combobox', { name: 'Generator' }).selectOption('Opening')
    await dialog.locator('.rolled').waitFor()
    await dialog.getByRole('checkbox').waitFor({ state: 'detached' })
    await dialog.getByRole('button', { name: 'Close' }).click()
    await tab.page.reload()
    await tab.button('Insert a roll').click()
    await dialog.getByRole('button', { name: 'A next turn' }).click()
    await eventually(() => tab.box.inputValue()).toBe('Once. I sit down again.I sit down again.')
    expect(await tab.ownMessages.count()).toBe(0)
    expect(tab.complaints.join('\n')).toBe('')
    await tab.close()
  })

  test.for(looks)('on $on by $at everybody can choose one by its name', async (look) => {
    await enter({ [`Night ${'birds and '.repeat(12)}`]: 'output\n  owl' }, { ...look, isStill: true })
    await tab.button('An opening').waitFor()
    await expectUsable(tab, 'a new chat with surprises')
    await tab.box.fill('/gen n')
    await eventually(async () => (await offered(tab.page)).length).toBe(7)
    await expectUsable(tab, 'the list of generators over the box')
    await tab.box.fill('/gen zzz')
    await tab.page.getByText('There is no generator called').waitFor()
    await expectUsable(tab, 'a name that none has')
    await tab.box.fill('')
    await tab.button('Insert a roll').click()
    await tab.page.getByRole('dialog').locator('.rolled').waitFor()
    await expectUsable(tab, 'a roll or a surprise for the box')
    await tab.close()
  })
})

async function offered(page: Page): Promise<readonly string[]> {
  const names = await page.getByRole('listbox', { name: 'Generators' }).getByRole('option').allTextContents()
  return names.map((name) => name.trim())
}

/** What the page has loaded so far. */
function assetsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname))
}
