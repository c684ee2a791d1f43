import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFakeBackend, type FakeBackend } from '../fixtures/fake-backend/server.ts'
import type { HttpServer } from '../fixtures/http-server.ts'
import { describeWith } from '../parts.ts'
import { phone } from './chromium.ts'
import { openParrot } from './parrot.ts'
import { fakeAt, openScene, type Scene } from './scene.ts'
import { eventually } from './story-page.ts'
import { expectNoWider, expectUsable, looks } from './usable.ts'

/** The model falls silent in the middle, so that the page can be looked at while a reply is being written. */
const halfAReply = 'write 60 tokens, fault silence at 30'
const aFailure = 'write 9 tokens, fault http-401'

// None of its words may be wider than the screen that it is read on.
const wide = [
  `A word without an end: ${'so'.repeat(200)}`,
  `\`\`\`\n${'const wide = true; '.repeat(20)}\n\`\`\``,
  ['column', '---', 'cell'].map((cell) => `|${`${cell}|`.repeat(12)}`).join('\n'),
  `http://example.invalid/${'a'.repeat(200)}`,
].join('\n\n')

describeWith('chromium', 'the looks of the page before a model is connected', (command) => {
  let scene: Scene

  beforeAll(async () => void (scene = await openScene(command)))
  afterAll(() => scene?.close())

  test.for(looks)('on $on by $at everybody can use the first page and the way to a model', async (look) => {
    const tab = await scene.enter({ ...look, isStill: true })
    await tab.page.getByRole('heading', { name: 'No model is connected yet' }).waitFor()
    await expectUsable(tab, 'the first page')
    await tab.button('Connect a model').first().click()
    await expectUsable(tab, 'the way to a model')
    await tab.page.locator('[name=baseURL]').fill('http://127.0.0.1:9/v1')
    await tab.button('Connect').click()
    await tab.page.getByRole('alert').waitFor()
    await expectUsable(tab, 'a model that is not there')
    await tab.close()
  })
})

describeWith('chromium', 'the looks of a story', (command) => {
  let fake: FakeBackend
  let scene: Scene

  beforeAll(async () => {
    fake = await openFakeBackend()
    scene = await openScene(command, { backends: [fakeAt(fake.baseURL)] })
  })
  afterAll(async () => {
    await scene?.close()
    await fake?.close()
  })

  test.for(looks)('on $on by $at everybody can use a story, its outages and its failures', async (look) => {
    const tab = await scene.enter({ ...look, isStill: true })
    await tab.send(aFailure)
    await tab.ended('failed')
    await tab.page.getByRole('alert').waitFor()
    await expectUsable(tab, 'a failed reply')
    await tab.send(halfAReply)
    await tab.hasWords(20)
    await expectUsable(tab, 'a reply that is being written')
    await scene.house.without('server', async () => {
      await tab.quietLine('server').waitFor()
      await expectUsable(tab, 'an outage')
      for (const text of ['A message that waits', 'Another one']) await tab.send(text)
      await eventually(() => tab.page.locator('[data-turn]').count()).toBe(2)
      await expectUsable(tab, 'messages that wait')
      expect(await tab.button('New words below').count(), 'the reader was at the end').toBe(0)
    })
    await tab.button('Rename or delete this chat').click()
    await expectUsable(tab, 'the dialog of a chat')
    await tab.page.getByLabel('Title').fill('Another title')
    await tab.page.getByText('not saved yet').waitFor()
    await expectUsable(tab, 'a title that was begun')
    await tab.page.keyboard.press('Escape')
    if (look.size === phone) {
      await tab.button('Chats').click()
      await tab.page.getByRole('dialog').getByRole('navigation', { name: 'Chats' }).waitFor()
      await expectUsable(tab, 'the list of chats')
    }
    await tab.close()
  })

  test.for(['light', 'dark'] as const)('whatever has the focus shows it (%s)', async (scheme) => {
    const tab = await scene.enter({ scheme, isStill: true })
    await tab.send('write 5 tokens')
    await tab.ended('done')
    const shown = new Map<string, boolean>()
    // More than once around: it begins somewhere in the middle.
    for (let step = 0; step < 40; step++) {
      await tab.page.keyboard.press('Tab')
      const { name, isShown } = await focus(tab.page)
      if (name !== '') shown.set(name, isShown)
    }
    expect([...shown.keys()]).toEqual(
      expect.arrayContaining(['Skip to the box', 'New chat', 'Another variant', 'Edit this message', 'Your words']),
    )
    expect([...shown].filter(([, isShown]) => !isShown)).toEqual([])
    await tab.close()
  })
})

describeWith('chromium', 'a screen of 320 px', (command) => {
  let parrot: HttpServer
  let scene: Scene

  beforeAll(async () => {
    parrot = await openParrot(wide)
    scene = await openScene(command, { backends: [fakeAt(`${parrot.address}/v1`)] })
  })
  afterAll(async () => {
    await scene?.close()
    await parrot?.close()
  })

  test('is wide enough for every word', async () => {
    const tab = await scene.enter({ size: { width: 320, height: 640 }, isStill: true })
    await expectNoWider(tab)
    await tab.send('so'.repeat(200))
    await tab.ended('done')
    await expectUsable(tab, 'a wide story')
    await tab.button('Chats').click()
    await expectUsable(tab, 'the list of chats')
    await tab.page.keyboard.press('Escape')
    await tab.button('Connect a model').click()
    await expectUsable(tab, 'the way to a model')
    await tab.close()
  })
})

interface Focus {
  /** Empty when nothing on the page has the focus. */
  readonly name: string
  readonly isShown: boolean
}

/** What has the focus, and whether there is an outline around it, or around the box that it is all of, in sight. */
function focus(page: Page): Promise<Focus> {
  return page.evaluate(() => {
    const { activeElement } = document
    if (activeElement === null || activeElement === document.body) return { name: '', isShown: false }
    const { outlineStyle, outlineWidth } = getComputedStyle(
      activeElement.closest('.box textarea')?.parentElement ?? activeElement,
    )
    const { top, bottom } = activeElement.getBoundingClientRect()
    return {
      name: activeElement.getAttribute('aria-label') ?? activeElement.textContent.trim(),
      isShown: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 && bottom > 0 && top < innerHeight,
    }
  })
}
