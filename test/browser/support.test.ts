import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleSchema, type Bundle } from '../../src/protocol/bundle.ts'
import { openFakeBackend, type FakeBackend } from '../fixtures/fake-backend/server.ts'
import { describeWith } from '../parts.ts'
import { isThere } from '../support/house.ts'
import { canaries, canariesIn } from '../support/canaries.ts'
import type { Tab } from './chromium.ts'
import { isKept } from './kept-page.ts'
import { fakeAt, openScene, type Scene } from './scene.ts'
import { eventually, type StoryPage } from './story-page.ts'
import { expectUsable, looks } from './usable.ts'

const everyCanary = canaries.map(({ text }) => text).join('\n')

describeWith('chromium', 'getting help', (command) => {
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

  /** A reader on the page for help, when the tests of the connection are over. */
  async function enter(options?: Parameters<Scene['enter']>[0]): Promise<void> {
    await isThere(scene.house)
    tab = await scene.enter(options)
    await isKept(tab.page)
    await tab.page.goto(`${scene.house.edge}/support`)
    await isTested(tab.page)
  }

  test('what is written there outlives a crash, with its caret, and so does what was chosen', async () => {
    await enter()
    await ownWords(tab.page).pressSequentially('It is gone')
    for (let step = 0; step < 4; step++) await ownWords(tab.page).press('ArrowLeft')
    await tab.page.waitForFunction(() => Object.values(localStorage).some((kept) => String(kept).includes('"start":6')))
    await tab.page.getByLabel('Words are missing or changed').check()
    await tab.page.getByLabel('VPN or proxy off').check()
    await tab.page.getByRole('checkbox', { name: 'Browser and device' }).uncheck()
    await crash(tab)
    const page = await tab.context.newPage()
    await page.goto(`${scene.house.edge}/support`)
    await eventually(() => ownWords(page).inputValue()).toBe('It is gone')
    await ownWords(page).focus()
    await page.keyboard.type('all ')
    expect(await ownWords(page).inputValue()).toBe('It is all gone')
    expect(await page.getByLabel('Words are missing or changed').isChecked()).toBe(true)
    expect(await page.getByText('Write to the operator now.').count()).toBe(1)
    const { bundle } = await saved(page)
    expect(bundle).toMatchObject({ about: 'words', leftOut: ['device'], sections: { words: 'It is all gone' } })
    expect(bundle.sections.tried?.map(({ remedy }) => remedy)).toEqual(['vpn-off'])
    expect(bundle.sections).not.toHaveProperty('device')
    await tab.close()
  })

  test('the file is a bundle with what was seen, and where the words are', async () => {
    await enter()
    await tab.page.getByRole('link', { name: 'New chat' }).click()
    await tab.send('The sea was grey')
    await tab.ended('done')
    await scene.house.without('server', async () => {
      await tab.page.getByRole('link', { name: 'Get help' }).click()
      // In the words of the fault, or of the incident once the status page has it.
      await tab.page
        .locator('.advice[data-advice=wait]')
        .getByText(/The server (is not accepting|does not)/)
        .waitFor()
      await isTested(tab.page)
      const { bundle } = await saved(tab.page)
      expect(bundle.sections.checks?.map(({ hop, fault }) => [hop, fault])).toEqual([
        ['edge', null],
        ['server', 'origin-refused'],
        ['status', null],
      ])
      const refused = bundle.sections.faults?.find(({ fault }) => fault === 'origin-refused')
      expect(refused).toMatchObject({ side: 'server', lastWellAt: expect.any(Number) })
      expect(refused?.requestIds[0]).toMatch(/^[\w.:-]{8,64}$/)
      expect(bundle.sections.ledger?.server).toMatchObject({ messages: expect.any(Number) })
      expect(bundle.shell).toMatch(/^[\da-f]{16}$/)
      expect(Math.abs(bundle.clockAheadMs ?? Infinity)).toBeLessThan(60_000)
      expect(JSON.stringify(bundle)).not.toContain('grey')
    })
    await tab.close()
  })

  test('no planted secret gets into it, wherever it lies', async () => {
    tab = await scene.enter()
    await tab.page.evaluate((all) => {
      localStorage.setItem('canaries', all)
      sessionStorage.setItem('canaries', all)
      document.cookie = `canary=${encodeURIComponent(all.slice(0, 2_000))}`
    }, everyCanary)
    await tab.send(everyCanary)
    await tab.ended('done')
    await tab.box.fill(everyCanary)
    await tab.page.goto(`${scene.house.edge}/support?token=${encodeURIComponent(everyCanary.slice(0, 4_000))}#canary`)
    await isTested(tab.page)
    await ownWords(tab.page).fill(everyCanary)
    const { bytes, bundle } = await saved(tab.page)
    expect(canariesIn(bytes)).toEqual([])
    expect(bundle.removed.reduce((sum, { times }) => sum + times, 0)).toBeGreaterThan(40)
    expect(bundle.leftOut).toEqual([])
    await tab.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await tab.button('Copy as text').click()
    await tab.page.getByText('Copied. Paste it into your message.').waitFor()
    const text = await tab.page.evaluate(() => navigator.clipboard.readText())
    expect(text).toContain('IN THEIR OWN WORDS')
    expect(canariesIn(new TextEncoder().encode(text))).toEqual([])
    const shown = await tab.page.locator('.preview').allTextContents()
    expect(canariesIn(new TextEncoder().encode(shown.join('\n')))).toEqual([])
    const mail = await tab.page.getByRole('link', { name: 'Write an e-mail' }).getAttribute('href')
    expect(canariesIn(new TextEncoder().encode(mail ?? ''))).toEqual([])
    expect(new URL(mail ?? '').searchParams.get('body')?.length).toBeLessThanOrEqual(1_500)
    await tab.close()
  })

  test('the picture is copied, and where sharing fails the file is saved', async () => {
    await enter()
    await tab.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await tab.button('Copy the picture').click()
    await tab.page.getByText('The picture is copied.').waitFor()
    const size = await tab.page.evaluate(async () => {
      const [item] = await navigator.clipboard.read()
      const bitmap = await createImageBitmap((await item?.getType('image/png')) ?? new Blob())
      return { width: bitmap.width, isHigh: bitmap.height > 400 }
    })
    expect(size).toEqual({ width: 1440, isHigh: true })
    await tab.context.addInitScript(() => {
      navigator.canShare = () => true
      navigator.share = () => Promise.reject(new DOMException('as the test wants it', 'NotAllowedError'))
    })
    await tab.page.reload()
    await isTested(tab.page)
    const [download] = await Promise.all([tab.page.waitForEvent('download'), tab.button('Share it').click()])
    bundleSchema.parse(JSON.parse(await readFile(await download.path(), 'utf8')))
    await tab.page.getByText('Sharing did not work here').waitFor()
    await tab.close()
  })

  test('there is a way to it from what failed and from the page of words', async () => {
    tab = await scene.enter()
    await tab.send('fault http-401')
    await tab.ended('failed')
    await tab.page.locator('.problem').getByRole('link', { name: 'Get help' }).click()
    await tab.page.getByRole('heading', { name: 'Get help' }).waitFor()
    await tab.page.goto(`${scene.house.edge}/words`)
    await tab.page.getByText('Is something missing?').getByRole('link', { name: 'Get help' }).click()
    await tab.page.getByRole('heading', { name: 'Get help' }).waitFor()
    await tab.close()
  })

  test.for(looks)('on $on by $at everybody can ask for help while the server is away', async (look) => {
    await enter({ ...look, isStill: true })
    await scene.house.without('server', async () => {
      await tab.button('Test the connection again').click()
      // In the words of the fault, or of the incident once the status page has it.
      await tab.page
        .locator('.advice[data-advice=wait]')
        .getByText(/The server (is not accepting|does not)/)
        .waitFor()
      await isTested(tab.page)
      await ownWords(tab.page).fill('The page says 521, and my key is password: swordfish-1. Mail me: ann@example.org')
      for (const summary of await tab.page.locator('.sections summary').all()) await summary.click()
      await tab.button('Save the file').click()
      await tab.page.getByText('Your browser is saving the file.').waitFor()
      await expectUsable(tab, 'the page for help')
    })
    await tab.close()
  })
})

describeWith('chromium', 'getting help while everything is dead', (command) => {
  test('a browser that keeps no page has fetched this part of the open one before', async () => {
    const scene = await openScene(command)
    try {
      const tab = await scene.enter()
      // A worker that is sent away while it is being installed may still take the page over.
      await isKept(tab.page)
      await tab.page.goto(`${scene.house.edge}/?no-sw`)
      await tab.page.waitForFunction(async () => (await navigator.serviceWorker.getRegistrations()).length === 0)
      // The page from which the worker was sent away still came from it; this one does not.
      await tab.page.reload({ waitUntil: 'networkidle' })
      await scene.house.stop()
      await tab.page.getByRole('link', { name: 'Get help' }).click()
      await isTested(tab.page)
      expect((await saved(tab.page)).bundle.sections.device?.shell).toBe('none')
    } finally {
      await scene.close()
    }
  })

  test('the page opens from the device, and a bundle is made and saved', async () => {
    const scene = await openScene(command)
    try {
      const tab = await scene.enter()
      await isKept(tab.page)
      await scene.house.stop()
      const page = await tab.context.newPage()
      await page.goto(`${scene.house.edge}/support`)
      await isTested(page)
      await ownWords(page).fill('All is dark.')
      await page.getByText('Load the page again. What you wrote stays.').waitFor()
      const { bundle } = await saved(page)
      expect(bundle.sections.words).toBe('All is dark.')
      expect(bundle.sections.checks?.map(({ fault }) => fault)).toEqual(Array(3).fill('edge-unreachable'))
      expect(bundle.sections.device?.shell).toBe('kept')
    } finally {
      await scene.close()
    }
  })
})

function ownWords(page: Page) {
  return page.getByLabel('What happened, in your own words')
}

async function saved(page: Page): Promise<{ readonly bundle: Bundle; readonly bytes: Buffer }> {
  const saving = page.getByRole('button', { name: 'Save the file', exact: true }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), saving])
  expect(download.suggestedFilename()).toMatch(/^holdfast-help-\d{4}-\d\d-\d\dT\d{6}Z\.json$/)
  const bytes = await readFile(await download.path())
  return { bytes, bundle: bundleSchema.parse(JSON.parse(bytes.toString())) }
}

async function isTested(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: 'Test the connection again' })
    .and(page.locator('[aria-disabled=false]'))
    .waitFor()
}

async function crash({ page }: Tab): Promise<void> {
  const gone = page.waitForEvent('crash')
  // The address that crashes a renderer never answers.
  const going = page.goto('chrome://crash').catch(() => undefined)
  await gone
  await going
}
