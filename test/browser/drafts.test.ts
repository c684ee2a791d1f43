import { expect, test } from 'vitest'
import { describeWith } from '../parts.ts'
import { crash, type Tab } from './chromium.ts'
import { isKept } from './kept-page.ts'
import { sceneForEach } from './scene.ts'
import { eventually, storyPage, type StoryPage } from './story-page.ts'

describeWith('chromium', 'what stands in the box', (command) => {
  let tab: Tab & StoryPage

  sceneForEach(command, { tokens: 4, salted: true }, (entered) => {
    tab = entered
  })

  test('outlives a crash of the page, and the caret stands where it stood', async () => {
    await tab.box.pressSequentially('Half a sentence')
    for (let step = 0; step < 8; step++) await tab.box.press('ArrowLeft')
    // A browser tells of a moved caret a moment later.
    await tab.page.waitForFunction(() => Object.values(localStorage).some((kept) => String(kept).includes('"start":7')))
    await crash(tab)
    const again = await openAgain()
    await eventually(() => again.box.inputValue()).toBe('Half a sentence')
    await again.box.focus()
    await again.page.keyboard.type('new ')
    expect(await again.box.inputValue()).toBe('Half a new sentence')
  })

  test.for(['localStorage', 'indexedDB'] as const)('outlives it although %s takes nothing', async (which) => {
    await tab.context.addInitScript((name) => {
      if (name === 'indexedDB') IDBFactory.prototype.open = () => raise('SecurityError')
      else Storage.prototype.setItem = () => raise('QuotaExceededError')
      function raise(error: string): never {
        throw new DOMException('as the test wants it', error)
      }
    }, which)
    await tab.page.reload()
    await tab.box.pressSequentially('words')
    await tab.page.waitForFunction(async () => {
      if (Object.keys(localStorage).some((key) => key.startsWith('holdfast:words:'))) return true
      const open = indexedDB.open('holdfast')
      await new Promise((resolve) => (open.onsuccess = resolve))
      const count = open.result.transaction('drafts').objectStore('drafts').count()
      await new Promise((resolve) => (count.onsuccess = resolve))
      open.result.close()
      return count.result > 0
    })
    await tab.page.reload()
    await eventually(() => tab.box.inputValue()).toBe('words')
    expect(await tab.page.getByText('lasts only as long as this tab').count()).toBe(0)
  })

  test('is told of when the browser keeps nothing at all', async () => {
    await tab.context.addInitScript(() => {
      const refuse = (): never => {
        throw new DOMException('as the test wants it', 'SecurityError')
      }
      IDBFactory.prototype.open = refuse
      Storage.prototype.setItem = refuse
    })
    await tab.page.reload()
    await tab.box.pressSequentially('words')
    await tab.page.getByText('what you type lasts only as long as this tab is open').waitFor()
    await tab.box.press('Enter')
    await tab.page.getByText('nothing was sent').waitFor()
    expect(await tab.box.inputValue()).toBe('words')
  })

  test('is the same in two tabs, and a text that the other did not see is offered there', async () => {
    const other = await openAgain()
    await tab.box.pressSequentially('Once ')
    await eventually(() => other.box.inputValue()).toBe('Once ')
    await other.box.focus()
    await other.page.keyboard.type('upon')
    await eventually(() => tab.box.inputValue()).toBe('Once upon')
    for (const { page } of [tab, other]) await page.evaluate(() => (BroadcastChannel.prototype.postMessage = () => {}))
    await tab.box.pressSequentially(' me')
    await other.box.pressSequentially(' them')
    await tab.page.reload()
    await eventually(() => tab.box.inputValue()).toBe('Once upon them')
    expect(await tab.page.locator('.offer blockquote').allTextContents()).toEqual(['Once upon me'])
    await tab.button('Use it').click()
    await eventually(() => tab.box.inputValue()).toBe('Once upon me')
    expect(await tab.page.locator('.offer').count()).toBe(0)
    await other.page.close()
  })

  test('belongs to its branch, and what was begun on another is offered', async () => {
    await tab.send('Once')
    await tab.ended('done')
    await tab.box.pressSequentially('to the first')
    await tab.button('Another variant').click()
    await eventually(() => tab.page.locator('.variants-count').allTextContents()).toEqual(['2/2'])
    await eventually(() => tab.box.inputValue()).toBe('')
    await tab.page.getByText('“to the first”').waitFor()
    await tab.ended('done')
    await tab.box.pressSequentially('to the second')
    await tab.button('Bring it here').click()
    await eventually(() => tab.box.inputValue()).toBe('to the first\n\nto the second')
  })

  test('stays there when the branch gets its name only after a reload', async () => {
    await tab.send('Once')
    await tab.ended('done')
    await tab.box.press('ArrowUp')
    await eventually(() => tab.box.inputValue()).toBe('Once')
    await tab.send('Twice')
    await tab.page.getByText('Twice').waitFor()
    await tab.ended('done')
    await eventually(() => tab.box.inputValue()).toBe('')
    await tab.box.pressSequentially('half a sent')
    await tab.page.reload()
    await eventually(() => tab.page.locator('.variants-count').allTextContents()).toEqual(['2/2'])
    expect(await tab.box.inputValue()).toBe('half a sent')
    await tab.box.press('End')
    await tab.box.pressSequentially('ence')
    expect(await tab.box.inputValue()).toBe('half a sentence')
    expect(await tab.page.getByText('another branch of this chat').count()).toBe(0)
  })

  test('stays there when what was sent from a blank page goes, although it was written in as many steps', async () => {
    await tab.context.setOffline(true)
    await tab.send('Once')
    await tab.page.getByText('waiting to be sent').waitFor()
    await eventually(() => tab.box.inputValue()).toBe('')
    await tab.box.fill('Twice')
    await tab.context.setOffline(false)
    await tab.ended('done')
    expect(await tab.box.inputValue()).toBe('Twice')
  })

  test('goes when the page died between keeping a turn of a blank page and clearing the box', async () => {
    await isKept(tab.page)
    const { origin } = new URL(tab.page.url())
    await tab.context.setOffline(true)
    await tab.box.fill('Once')
    // The shelf of that moment, put back: the turn is kept, and the words stand in the box.
    const shelf = await tab.page.evaluate(() => Object.entries({ ...localStorage }))
    await tab.box.press('Enter')
    await tab.page.getByText('waiting to be sent').waitFor()
    await tab.page.evaluate(async (kept) => {
      const open = indexedDB.open('holdfast')
      await new Promise((resolve) => (open.onsuccess = resolve))
      const clear = open.result.transaction('drafts', 'readwrite').objectStore('drafts').clear()
      await new Promise((resolve) => (clear.onsuccess = resolve))
      open.result.close()
      for (const [key, value] of kept) localStorage.setItem(key, String(value))
    }, shelf)
    await crash(tab)
    const page = await tab.context.newPage()
    await page.goto(origin)
    await eventually(() => page.locator('#box').inputValue()).toBe('')
    await page.close()
  })

  async function openAgain(): Promise<Tab & StoryPage> {
    const page = await tab.context.newPage()
    await page.goto(tab.page.url())
    return { ...tab, ...storyPage(page), page }
  }
})
