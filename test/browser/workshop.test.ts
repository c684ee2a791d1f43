import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFakeBackend, type FakeBackend } from '../fixtures/fake-backend/server.ts'
import { describeWith } from '../parts.ts'
import type { Tab } from './chromium.ts'
import { isKept } from './kept-page.ts'
import { fakeAt, openScene, type Scene } from './scene.ts'
import { eventually, type StoryPage } from './story-page.ts'
import { source, sourceText, writeSource } from './generator-editor.ts'
import { expectUsable, looks } from './usable.ts'

const beasts = 'output\n  [beast] at {dawn|dusk}\nbeast\n  owl\n  wolf\n  bear'

describeWith('chromium', 'generators in the app', (command) => {
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

  /** A writer before a new generator. */
  async function enter(options?: Parameters<Scene['enter']>[0]): Promise<void> {
    tab = await scene.enter(options)
    await tab.page.goto(`${scene.house.edge}/generators`)
    await tab.button('New generator').click()
    await source(tab.page).waitFor()
  }

  test('is written, told what stands out in it, mended and rolled', async () => {
    await enter()
    await nameField(tab.page).fill('Beasts')
    await writeSource(tab.page, beasts.replace('[beast]', '[baest]'))
    const found = tab.page.getByRole('list', { name: 'What stands out in the text' })
    await found.getByText('baest is not defined: did you mean beast?').waitFor()
    await found.getByRole('button', { name: 'Line 2:' }).first().click()
    await tab.page.keyboard.type('x')
    await eventually(() => sourceText(tab.page)).toContain('  [xbaest]')
    await writeSource(tab.page, beasts)
    await tab.page.getByText('Nothing stands out in this text.').waitFor()
    await eventually(async () => (await results(tab.page))[0]).toMatch(/^(owl|wolf|bear) at (dawn|dusk)$/)
    await tab.page.getByRole('combobox', { name: 'How many' }).selectOption('25')
    await eventually(async () => (await results(tab.page)).length).toBe(25)
    const first = await results(tab.page)
    const seed = await tab.page.getByRole('textbox', { name: 'Seed' }).inputValue()
    await tab.button('Roll again').click()
    await eventually(async () => (await results(tab.page)).join()).not.toBe(first.join())
    await tab.page.getByRole('textbox', { name: 'Seed' }).fill(seed)
    await eventually(() => results(tab.page)).toEqual(first)
    await tab.page.getByRole('combobox', { name: 'Roll', exact: true }).selectOption('beast')
    await eventually(async () => (await results(tab.page))[0]).toMatch(/^(owl|wolf|bear)$/)
    await tab.page.getByText('Odds of beast').click()
    await tab.page.getByRole('row', { name: 'wolf 33' }).waitFor()
    await tab.page.getByText('Why result 1 is what it is').click()
    const picks = tab.page.locator('.picks').getByRole('listitem')
    await picks.filter({ hasText: /^Line [456]: beast gave “(owl|wolf|bear)”, which comes 33 times of 100$/ }).waitFor()
    await picks.getByRole('button', { name: /^Line [456]:$/ }).click()
    expect(await source(tab.page).evaluate((content) => content.matches(':focus'))).toBe(true)
    await tab.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await tab.button('Copy all').click()
    await tab.page.getByText('Copied.').waitFor()
    expect(await tab.page.evaluate(() => navigator.clipboard.readText())).toBe((await results(tab.page)).join('\n'))
    expect(tab.complaints.join('\n')).toBe('')
    await tab.close()
  })

  test('is written with colours, folds and completion, and left by keyboard', async () => {
    await enter()
    await writeSource(tab.page, `${beasts}\n  [baest]`)
    const { keyboard } = tab.page
    const wrong = tab.page.locator('.cm-lintRange-error')
    await eventually(() => wrong.allTextContents()).toEqual(['baest'])
    const colourOf = (text: string) =>
      tab.page
        .locator('.cm-line')
        .getByText(text, { exact: true })
        .first()
        .evaluate((span) => getComputedStyle(span).color)
    expect(new Set([await colourOf('output'), await colourOf('baest'), await colourOf('|')]).size).toBe(3)
    // A new list, the indent of its first item, and what stands in brackets, from the list of what there is.
    await keyboard.press('Control+End')
    await keyboard.type('\n')
    await keyboard.press('Home')
    await keyboard.type('den\n[be')
    const offered = tab.page.getByRole('listbox', { name: 'Completions' }).getByRole('option')
    await offered.filter({ hasText: 'beast' }).first().click()
    await keyboard.type('.titleC')
    await offered.filter({ hasText: 'titleCase' }).click()
    await eventually(async () => (await sourceText(tab.page)).split('\n').slice(-2)).toEqual([
      'den',
      '  [beast.titleCase]',
    ])
    await keyboard.press('Control+Home')
    await keyboard.press('Control+Shift+BracketLeft')
    await eventually(async () => (await sourceText(tab.page)).split('\n').slice(0, 2)).toEqual(['output…', 'beast'])
    await keyboard.press('Control+Shift+BracketRight')
    await keyboard.press('Control+z')
    await eventually(() => sourceText(tab.page)).not.toContain('titleCase')
    // Tab is for the text, and Escape before it for leaving.
    await keyboard.press('Escape')
    await keyboard.press('Tab')
    expect(await source(tab.page).evaluate((content) => content.matches(':focus'))).toBe(false)
    expect(tab.complaints.join('\n')).toBe('')
    await tab.close()
  })

  test('takes what is typed over a selection before the editor has heard of it', async () => {
    await enter()
    await writeSource(tab.page, beasts)
    // As on a machine that is so busy that the keys come first.
    await tab.page.evaluate(() => {
      addEventListener('selectionchange', (event) => event.stopImmediatePropagation(), { capture: true })
      document.execCommand('selectAll')
    })
    await tab.page.keyboard.insertText('output')
    await eventually(() => sourceText(tab.page)).toBe('output')
    await tab.page.keyboard.type('s')
    await eventually(() => sourceText(tab.page)).toBe('outputs')
    expect(tab.complaints.join('\n')).toBe('')
    await tab.close()
  })

  test('is written in a plain box by whoever likes that better', async () => {
    await enter()
    await writeSource(tab.page, beasts)
    const choice = tab.page.getByRole('checkbox', { name: /^A plain box/ })
    await choice.check()
    const box = tab.page.getByLabel('The text of the generator')
    await eventually(() => box.inputValue()).toBe(beasts)
    await box.press('Control+End')
    await box.pressSequentially('\nfox')
    await tab.page.reload()
    await eventually(() => box.inputValue()).toBe(`${beasts}\n  fox`)
    await choice.uncheck()
    await eventually(() => sourceText(tab.page)).toBe(`${beasts}\n  fox`)
    await tab.close()
  })

  test('keeps every word over a crash, also while every server is away', async () => {
    await enter()
    await isKept(tab.page)
    await writeSource(tab.page, beasts)
    await tab.page.getByText('Kept in this browser, and nowhere else').waitFor()
    await nameField(tab.page).fill('Beas')
    await source(tab.page).press('Control+End')
    await source(tab.page).pressSequentially(' or fox\nha')
    const written = `${beasts} or fox\n  ha`
    await eventually(() => sourceText(tab.page)).toBe(written)
    const address = tab.page.url()
    await crash(tab)
    const page = await tab.context.newPage()
    await scene.house.without('server', async () => {
      await page.goto(address)
      await eventually(() => sourceText(page)).toBe(written)
      expect(await nameField(page).inputValue()).toBe('Beas')
      await page.getByText('Kept in this browser, and nowhere else').waitFor()
      await page.getByRole('link', { name: 'All generators' }).click()
      await page.getByRole('list', { name: 'Your generators' }).getByRole('link', { name: 'Beas' }).waitFor()
    })
    await tab.close()
  })

  test('brings its large parts when it is first opened, and then keeps them for a time without a network', async () => {
    tab = await scene.enter()
    await isKept(tab.page)
    const large = /\/assets\/(?:english|code-editor)-/
    expect((await keptFiles(tab.page)).filter((path) => large.test(path))).toEqual([])
    await tab.page.getByRole('link', { name: 'Generators', exact: true }).click()
    await eventually(async () => (await keptFiles(tab.page)).filter((path) => large.test(path)).length).toBe(2)
    await tab.context.setOffline(true)
    await tab.page.reload()
    await tab.button('New generator').click()
    await writeSource(tab.page, 'output\n  [beast.pluralForm]\nbeast\n  wolf')
    await eventually(() => results(tab.page)).toEqual(['wolves'])
    await tab.close()
  })

  test('a hostile one is ended and told, and the page stays awake', async () => {
    await enter()
    await writeSource(tab.page, 'output\n  [f()]\nf() =>\n  while (true) {}')
    await tab.page.getByRole('alert').getByText('did not end within').waitFor()
    await writeSource(tab.page, 'output\n  [x][output][output]\nx\n  a')
    await tab.page.getByRole('alert').getByText('deep').waitFor()
    await tab.page.getByText('This never ends: output → output.').waitFor()
    // All of that happened elsewhere than where the page itself lives.
    expect(tab.page.workers()).toHaveLength(1)
    await writeSource(tab.page, beasts)
    await eventually(async () => (await results(tab.page))[0]).toMatch(/ at (dawn|dusk)$/)
    expect(tab.complaints.join('\n')).toBe('')
    await tab.close()
  })

  test('goes out as a file, comes in as one, imports another, and can be deleted', async () => {
    await enter()
    await nameField(tab.page).fill('beasts')
    await writeSource(tab.page, beasts)
    const saving = tab.button('Save as a file').click()
    const [download] = await Promise.all([tab.page.waitForEvent('download'), saving])
    expect(download.suggestedFilename()).toBe('beasts.txt')
    const bytes = await readFile(await download.path())
    expect(bytes.toString()).toBe(beasts)
    await tab.page.getByRole('link', { name: 'All generators' }).click()
    const other = Buffer.from('output\r\n  [b.beast]!\r\nb = {import:beasts}\r\n')
    await tab.page.getByLabel('Bring in a file').setInputFiles([
      { name: 'scene.txt', mimeType: 'text/plain', buffer: other },
      { name: 'huge.txt', mimeType: 'text/plain', buffer: Buffer.alloc(8_000_001, 'a') },
    ])
    await tab.page.getByText('Not taken: “huge.txt”.').waitFor()
    const list = tab.page.getByRole('list', { name: 'Your generators' })
    await list.getByRole('link', { name: 'scene' }).click()
    await eventually(async () => (await results(tab.page))[0]).toMatch(/^(owl|wolf|bear)!$/)
    // The tables of word forms come when a generation first asks for them.
    await writeSource(tab.page, 'output\n  [beast.pluralForm]\nbeast\n  wolf')
    await eventually(() => results(tab.page)).toEqual(['wolves'])
    await tab.button('Delete…').click()
    await tab.button('Delete for good').click()
    await eventually(() => list.getByRole('link').allTextContents()).toEqual(['beasts'])
    await tab.page.reload()
    await eventually(() => list.getByRole('link').allTextContents()).toEqual(['beasts'])
    await tab.close()
  })

  test('comes in as what was pasted: lists, or a page that has them', async () => {
    tab = await scene.enter()
    await tab.page.goto(`${scene.house.edge}/generators`)
    await tab.page.getByText('Paste one').click()
    const box = tab.page.getByRole('textbox', { name: /^Lists, or the source of a page/ })
    await box.fill('<!doctype html><script>document.title = "run"</script><p>Nothing here</p>')
    await tab.button('Take it').click()
    await tab.page.getByText('There is no generator in this').waitFor()
    const data = JSON.stringify({ modelText: 'beast\r\n\u00a0\u00a0owl', outputTemplate: '<b>One [beast]</b>' })
    await box.fill(
      `<!doctype html><title>Beasts ― Perchance Generator</title><script>x = ${data}; document.title = "run"</script>`,
    )
    await tab.button('Take it').click()
    await eventually(() => sourceText(tab.page)).toBe('output\n  One [beast]\n\nbeast\n  owl')
    await eventually(() => results(tab.page)).toEqual(['One owl'])
    expect(await nameField(tab.page).inputValue()).toBe('Beasts')
    expect(await tab.page.title()).not.toContain('run')
    const saving = tab.button('Save as .perchance').click()
    const [download] = await Promise.all([tab.page.waitForEvent('download'), saving])
    expect(download.suggestedFilename()).toBe('Beasts.perchance')
    expect(tab.complaints.join('\n')).toBe('')
    await tab.close()
  })

  test('goes to somebody else as a link, and is theirs when they take it', async () => {
    await enter()
    await nameField(tab.page).fill('Beasts')
    await writeSource(tab.page, beasts)
    await tab.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await tab.button('Copy a link').click()
    await tab.page.getByText('The link is copied.').waitFor()
    const link = await tab.page.evaluate(() => navigator.clipboard.readText())
    await tab.close()
    tab = await scene.enter()
    await tab.page.goto(link.slice(0, -9))
    await tab.page.getByText('There is no whole generator in this link').waitFor()
    await tab.page.goto(link)
    await tab.page.getByRole('heading', { name: 'This link brings a generator: Beasts' }).waitFor()
    await expectUsable(tab, 'a generator that a link brings')
    await tab.button('Take it into your list').click()
    await eventually(() => sourceText(tab.page)).toBe(beasts)
    await tab.close()
  })

  test('is begun with one of ours', async () => {
    tab = await scene.enter()
    await tab.page.getByRole('link', { name: 'Generators', exact: true }).click()
    await tab.button('Character').click()
    await eventually(async () => (await results(tab.page))[0]).toMatch(/^An? .+, who .+\.$/)
    await tab.close()
  })

  test('is rolled into the box of a chat, where the caret is', async () => {
    await enter()
    await writeSource(tab.page, 'output\n  owl')
    await nameField(tab.page).fill('Night birds')
    await tab.page.getByText('Kept in this browser, and nowhere else').waitFor()
    await tab.page.getByRole('link', { name: 'All generators' }).click()
    await tab.button('New generator').click()
    await writeSource(tab.page, 'output\n  a wind from the sea')
    await tab.page.getByText('Kept in this browser, and nowhere else').waitFor()
    await tab.page.getByRole('link', { name: 'New chat' }).click()
    await tab.box.fill('The  waited.')
    for (let step = 0; step < 8; step++) await tab.box.press('ArrowLeft')
    await tab.button('Insert a roll').click()
    const dialog = tab.page.getByRole('dialog')
    await dialog.getByText('from the sea').waitFor()
    await dialog.getByRole('combobox', { name: 'Generator' }).selectOption({ label: 'Night birds' })
    await dialog.getByText('owl', { exact: true }).waitFor()
    await tab.button('Insert').click()
    await eventually(() => tab.box.inputValue()).toBe('The owl waited.')
    await eventually(() => tab.box.evaluate((box) => box === document.activeElement)).toBe(true)
    await tab.page.keyboard.type('s')
    expect(await tab.box.inputValue()).toBe('The owls waited.')
    await tab.box.press('Enter')
    await tab.ended('done')
    expect(await scene.storedTexts(tab)).toEqual(['The owls waited.'])
    expect(tab.complaints.join('\n')).toBe('')
    await tab.close()
  })

  test.for(looks)('on $on by $at everybody can write and roll one', async (look) => {
    await enter({ ...look, isStill: true })
    await expectUsable(tab, 'a new generator')
    await writeSource(tab.page, `${beasts}\n  ${'long '.repeat(60)}\nspare\n  [nobody]`)
    await tab.page.getByText('In this text:').waitFor()
    await tab.page.getByRole('combobox', { name: 'How many' }).selectOption('10')
    await eventually(async () => (await results(tab.page)).length).toBeGreaterThan(0)
    await expectUsable(tab, 'a generator with findings')
    await tab.button('Delete…').click()
    await expectUsable(tab, 'the question before deleting')
    await tab.page.getByRole('link', { name: 'All generators' }).click()
    await tab.page.getByRole('list', { name: 'Your generators' }).getByRole('link').first().waitFor()
    await expectUsable(tab, 'all generators')
    await tab.page.goto(scene.house.edge)
    await tab.button('Insert a roll').click()
    await tab.page.getByRole('dialog').locator('.rolled').waitFor()
    await expectUsable(tab, 'a roll for the box')
    await tab.close()
  })
})

function nameField(page: Page) {
  return page.getByRole('textbox', { name: /^Name/ })
}

function results(page: Page): Promise<readonly string[]> {
  return page.locator('.rolls .rolled').allTextContents()
}

async function keptFiles(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const names = await caches.keys()
    const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return kept.flat().map(({ url }) => new URL(url).pathname)
  })
}

async function crash({ page }: Tab): Promise<void> {
  const gone = page.waitForEvent('crash')
  // The address that crashes a renderer never answers.
  const going = page.goto('chrome://crash').catch(() => undefined)
  await gone
  await going
}
