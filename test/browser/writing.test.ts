import { afterAll, beforeAll, expect, test } from 'vitest'
import { narratorLabel } from '../../src/protocol/backends.ts'
import { describeWith } from '../parts.ts'
import type { Tab } from './chromium.ts'
import { openScene, sceneForEach, type Scene } from './scene.ts'
import { eventually, type StoryPage } from './story-page.ts'

describeWith('chromium', 'the first visit', (command) => {
  let scene: Scene

  beforeAll(async () => void (scene = await openScene(command)))
  afterAll(() => scene?.close())

  test('there is a place to write at once, and whoever writes is told who answers', async () => {
    const tab = await scene.enter()
    await eventually(() => tab.box.evaluate((box) => document.activeElement === box)).toBe(true)
    await tab.page.getByRole('heading', { name: 'No model is connected yet' }).waitFor()
    expect(await tab.page.getByLabel('Model', { exact: true }).locator('option:checked').textContent()).toBe(
      'Practice narrator',
    )
    await tab.page.keyboard.type('The lighthouse keeper found a door.')
    await tab.page.keyboard.press('Enter')
    await tab.page.locator('article.reply').getByText(narratorLabel).waitFor()
    await tab.ended('done')
    const [own, reply] = await scene.storedIn(tab)
    expect(own?.text).toBe('The lighthouse keeper found a door.')
    expect(await tab.words()).toBe(reply?.text)
    expect(tab.complaints.join('\n')).toBe('')
    expect([...tab.origins]).toEqual([scene.house.edge])
  })
})

describeWith('chromium', 'writing', (command) => {
  let scene: Scene
  let tab: Tab & StoryPage

  sceneForEach(command, { tokens: 12, everyMs: 5, salted: true }, (entered, opened) => {
    tab = entered
    scene = opened
  })

  /** Sends a turn and waits for its reply. */
  async function tell(text: string, replies = 1): Promise<string> {
    await tab.send(text)
    await tab.ended('done', replies)
    return tab.words()
  }

  test('Escape stops a reply, and what was written of it stays', async () => {
    await tab.send('write 10000 tokens every 20 ms')
    await tab.hasWords(3)
    await tab.page.keyboard.press('Escape')
    await tab.ended('stopped')
    const [, reply] = await scene.storedIn(tab)
    expect(reply?.reply?.state).toBe('stopped')
    expect(await tab.words()).toBe(reply?.text)
    await tell('write 5 tokens', 2)
  })

  test('another variant stands beside the first, and both can be gone back to', async () => {
    const first = await tell('Once')
    await tab.button('Another variant').click()
    const count = tab.page.locator('.variants-count')
    await eventually(() => count.allTextContents()).toEqual(['2/2'])
    await tab.ended('done')
    const second = await tab.words()
    expect(second).not.toBe(first)
    await tab.button('Previous variant').click()
    await eventually(() => count.textContent()).toBe('1/2')
    await eventually(() => tab.words()).toBe(first)
    await tab.button('Next variant').click()
    await eventually(() => tab.words()).toBe(second)
  })

  test('ArrowUp in the empty box writes the last message anew, and the old one is kept beside it', async () => {
    await tell('Once upon a tyme')
    await tab.box.press('ArrowUp')
    const edited = tab.page.getByRole('textbox', { name: 'Your message, edited' })
    await eventually(() => edited.inputValue()).toBe('Once upon a tyme')
    await edited.fill('Once upon a time')
    await edited.press('Enter')
    await eventually(() => tab.ownMessages.locator('.prose').allTextContents()).toEqual(['Once upon a time'])
    await tab.ended('done')
    await tab.ownMessages.getByRole('button', { name: 'Previous variant' }).click()
    await eventually(() => tab.ownMessages.locator('.prose').allTextContents()).toEqual(['Once upon a tyme'])
  })

  test('Escape leaves a message that is being edited as it was', async () => {
    await tell('Once')
    await tab.box.press('ArrowUp')
    await tab.page.keyboard.press('Escape')
    await tab.page.getByRole('textbox', { name: 'Your words' }).waitFor()
    expect(await tab.box.inputValue()).toBe('')
    expect(await scene.storedIn(tab)).toHaveLength(2)
  })

  test('a chat can be given another title', async () => {
    await tell('Once')
    await tab.button('Rename or delete this chat').click()
    await tab.page.getByLabel('Title').fill('The warm door')
    await tab.button('Save').click()
    await tab.page.getByRole('heading', { level: 1, name: 'The warm door' }).waitFor()
    await tab.page.getByRole('navigation', { name: 'Chats' }).getByText('The warm door').waitFor()
    await eventually(() => tab.page.title()).toBe('The warm door · Holdfast')
  })

  test('a chat is deleted only after asking once more', async () => {
    await tell('Once')
    const address = tab.page.url()
    await tab.button('Rename or delete this chat').click()
    await tab.button('Delete…').click()
    expect(await scene.storedIn(tab)).toHaveLength(2)
    await tab.button('Delete for good').click()
    await tab.page.getByRole('heading', { level: 1, name: 'A blank page' }).waitFor()
    expect((await fetch(`${scene.house.edge}/api${new URL(address).pathname}`)).status).toBe(404)
  })

  test('a draft is there again after the page was loaded anew', async () => {
    await tab.box.pressSequentially('Half a sen')
    await tab.page.reload()
    await eventually(() => tab.box.inputValue()).toBe('Half a sen')
  })

  test('a reply that was being written when the page was loaded anew goes on there', async () => {
    await tab.send('write 40 tokens every 20 ms')
    await tab.hasWords(3)
    await tab.page.reload()
    await tab.ended('done')
    const [, reply] = await scene.storedIn(tab)
    expect(await tab.words()).toBe(reply?.text)
  })

  test('everything can be reached and done with the keyboard alone', async () => {
    const { keyboard } = tab.page
    await eventually(focused).toBe('Your words')
    await keyboard.type('write 6 tokens')
    await keyboard.press('Shift+Enter')
    await keyboard.type('please')
    await keyboard.press('Enter')
    await tab.ended('done')
    expect((await scene.storedIn(tab))[0]?.text).toBe('write 6 tokens\nplease')
    await goTo('Another variant', 'Shift+Tab')
    await keyboard.press('Enter')
    await eventually(() => tab.page.locator('.variants-count').allTextContents()).toEqual(['2/2'])
    await goTo('Rename or delete this chat', 'Shift+Tab')
    await keyboard.press('Enter')
    await tab.page.getByRole('dialog').waitFor()
    await keyboard.press('Escape')
    await tab.page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await focused()).toBe('Rename or delete this chat')
  })

  async function goTo(name: string, key: 'Tab' | 'Shift+Tab'): Promise<void> {
    for (let step = 0; (await focused()) !== name; step++) {
      expect(step, `“${name}” was not reached`).toBeLessThan(50)
      await tab.page.keyboard.press(key)
    }
  }

  /** What the focused element is called. */
  function focused(): Promise<string> {
    return tab.page.evaluate(() => {
      const { activeElement } = document
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent.trim() ?? ''
    })
  }
})
