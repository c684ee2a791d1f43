import { expect, test } from 'vitest'
import { describeWith } from '../parts.ts'
import type { Tab } from './chromium.ts'
import { sceneForEach, type Scene } from './scene.ts'
import { copiedRows } from './stored-here.ts'
import { eventually, storyPage, type StoryPage } from './story-page.ts'

describeWith('chromium', 'messages that wait to be sent', (command) => {
  let scene: Scene
  let tab: Tab & StoryPage

  sceneForEach(command, { tokens: 4 }, (entered, opened) => {
    tab = entered
    scene = opened
  })

  test('twenty of them, written offline and over a reload, arrive exactly once each and in order', async () => {
    await tab.send('turn 0')
    await tab.ended('done')
    const texts = Array.from({ length: 20 }, (_, index) => `turn ${index + 1}`)
    await scene.house.without('server', async () => {
      for (const text of texts.slice(0, 12)) await sendWaiting(tab, text)
      await tab.page.reload()
      await eventually(() => waiting(tab)).toHaveLength(12)
      for (const text of texts.slice(12)) await sendWaiting(tab, text)
    })
    await tab.ended('done', 21)
    await eventually(() => waiting(tab)).toEqual([])
    expect(await scene.storedTexts(tab)).toEqual(['turn 0', ...texts])
  })

  test('while a reply is being written one can write on, and each waits for the reply that it answers', async () => {
    await tab.send('write 60 tokens every 20 ms')
    await tab.hasWords(2)
    await sendWaiting(tab, 'write 3 tokens, please')
    await sendWaiting(tab, 'write 3 tokens, thank you')
    expect(await waiting(tab)).toHaveLength(2)
    await tab.ended('done', 3)
    const stored = await scene.storedIn(tab)
    expect(stored.filter(({ role }) => role === 'user').map(({ text }) => text)).toEqual([
      'write 60 tokens every 20 ms',
      'write 3 tokens, please',
      'write 3 tokens, thank you',
    ])
    expect(stored[1]?.text.split(' ').filter((word) => word !== '')).toHaveLength(60)
  })

  test('they can be changed, moved and taken back with the keyboard alone', async () => {
    await scene.house.without('server', async () => {
      for (const text of ['one', 'two', 'three', 'four']) await sendWaiting(tab, text)
      await tab.box.press('ArrowUp')
      const edited = tab.page.getByRole('textbox', { name: 'Your waiting message, edited' })
      await eventually(() => edited.inputValue()).toBe('four')
      await edited.fill('fourth')
      await edited.press('Enter')
      await eventually(() => waiting(tab)).toEqual(['one', 'two', 'three', 'fourth'])
      await press('fourth', 'Send earlier')
      await eventually(() => waiting(tab)).toEqual(['one', 'two', 'fourth', 'three'])
      await tab.page.keyboard.press('Enter')
      // The button that was pressed still has the focus.
      await eventually(() => waiting(tab)).toEqual(['one', 'fourth', 'two', 'three'])
      await press('two', 'Take back')
      await eventually(() => waiting(tab)).toEqual(['one', 'fourth', 'three'])
      expect(await tab.box.inputValue()).toBe('two')
    })
    await tab.ended('done', 3)
    expect(await scene.storedTexts(tab)).toEqual(['one', 'fourth', 'three'])
    expect(await tab.box.inputValue()).toBe('two')
  })

  test('a chat whose only message was taken back offline takes the next one, also when it was opened anew', async () => {
    await scene.house.without('server', async () => {
      await sendWaiting(tab, 'one')
      await press('one', 'Take back')
      await eventually(() => waiting(tab)).toEqual([])
    })
    await tab.page.reload()
    await eventually(() => tab.box.inputValue()).toBe('one')
    await tab.box.press('Enter')
    await tab.ended('done')
    expect(await scene.storedTexts(tab)).toEqual(['one'])
  })

  test('one that has arrived stands in the story, and nowhere else, also while its answer is lost and lost again', async () => {
    await tab.send('Once')
    await tab.ended('done')
    await tab.page.route('**/api/chats/*/turns', async (route) => {
      await route.fetch()
      await route.abort()
    })
    await tab.send('upon a time')
    await eventually(async () => (await scene.storedTexts(tab)).length).toBe(2)
    // Either still waiting, or in the story already: the page may have read that once more at the end of the first reply.
    expect(await tab.page.locator('article.own .prose').allTextContents()).toEqual(['Once', 'upon a time'])
    await tab.page.reload()
    await tab.ended('done', 2)
    expect(await ownTexts(tab)).toEqual(['Once', 'upon a time'])
    expect(await waiting(tab)).toEqual([])
    await sendWaiting(tab, 'there was')
    await eventually(async () => (await copiedRows(tab.page)).map(({ message }) => message.text)).toContain(
      'upon a time',
    )
    await tab.context.setOffline(true)
    await tab.page.reload()
    await eventually(() => waiting(tab)).toEqual(['there was'])
    await eventually(() => ownTexts(tab)).toEqual(['Once', 'upon a time'])
    // Nothing stands above it that it would have to wait for: so it says itself what is wrong.
    await eventually(() => tab.page.locator('[data-turn]').textContent()).toContain('This device is offline')
    await tab.page.unroute('**/api/chats/*/turns')
    await tab.context.setOffline(false)
    await tab.ended('done', 3)
    expect(await scene.storedTexts(tab)).toEqual(['Once', 'upon a time', 'there was'])
    expect(await waiting(tab)).toEqual([])
  })

  test('another tab shows them too, and sends them when the first one is closed', async () => {
    await tab.send('Once')
    await tab.ended('done')
    const page = await tab.context.newPage()
    await page.goto(tab.page.url())
    const other = { ...tab, ...storyPage(page), page }
    await eventually(() => other.replies.count()).toBe(1)
    await scene.house.without('server', async () => {
      await sendWaiting(tab, 'upon a time')
      await eventually(() => waiting(other)).toEqual(['upon a time'])
      await tab.page.close()
    })
    await other.ended('done', 2)
    expect(await scene.storedTexts(other)).toEqual(['Once', 'upon a time'])
  })

  async function press(text: string, button: string): Promise<void> {
    await tab.page.locator('[data-turn]', { hasText: text }).getByRole('button', { name: button }).press('Enter')
  }
})

/** Sends it, and looks until it stands among those that wait. */
async function sendWaiting(tab: Tab & StoryPage, text: string): Promise<void> {
  await tab.send(text)
  await eventually(async () => (await waiting(tab)).at(-1)).toBe(text)
  await eventually(() => tab.box.inputValue()).toBe('')
}

function ownTexts({ page }: Pick<Tab, 'page'>): Promise<string[]> {
  return page.locator('article.own[data-message] .prose').allTextContents()
}

function waiting({ page }: Pick<Tab, 'page'>): Promise<string[]> {
  return page.locator('[data-turn] .prose').allTextContents()
}
