import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeWith } from '../parts.ts'
import { writerAt } from '../support/writer.ts'
import type { Tab } from './chromium.ts'
import { sceneForEach, type Scene } from './scene.ts'
import { copiedRows } from './stored-here.ts'
import { eventually, storyPage, watchWords, type StoryPage } from './story-page.ts'

describeWith('chromium', 'what a device has of its chats', (command) => {
  let scene: Scene
  let tab: Tab & StoryPage

  sceneForEach(command, { tokens: 8 }, (entered, opened) => {
    tab = entered
    scene = opened
  })

  test('is there to read while the server is away, chat by chat, and says how old it is', async () => {
    const first = await tell('The lighthouse')
    const second = await tell('The harbour')
    const told = await tab.words()
    await scene.house.without('server', async () => {
      await tab.page.reload()
      await tab.page.getByText(/From this device, as of \d/).waitFor()
      expect(await tab.words()).toBe(told)
      expect(await texts()).toEqual(['The harbour'])
      await tab.page.getByRole('link', { name: 'The lighthouse' }).click()
      await eventually(texts).toEqual(['The lighthouse'])
      await tab.page.getByText(/From this device, as of \d/).waitFor()
      expect(tab.page.url()).toBe(first)
      await tab.page.goBack()
      await eventually(texts).toEqual(['The harbour'])
    })
    await tab.page.getByText(/From this device/).waitFor({ state: 'detached' })
    expect(tab.page.url()).toBe(second)
    expect(await texts()).toEqual(['The harbour'])
  })

  test('can be written on while the server is away, and that goes where it was meant to', async () => {
    await tell('One')
    await scene.house.without('server', async () => {
      await tab.page.reload()
      await tab.page.getByText(/From this device/).waitFor()
      await tab.send('Two')
      await tab.page.locator('[data-turn]').waitFor()
    })
    await tab.ended('done', 2)
    expect(await scene.storedTexts(tab)).toEqual(['One', 'Two'])
  })

  test('holds a reply as far as it had come when everything went away', async () => {
    await tab.send('write 60 tokens, fault silence at 30')
    await tab.hasWords(30)
    await eventually(async () => (await repliesIn(tab.page)).join()).toContain('t29')
    await scene.house.without('server', async () => {
      await tab.page.reload()
      await eventually(() => tab.words()).toContain('t28')
    })
    const watch = await watchWords(tab.page)
    await tab.button('Stop').click()
    await tab.ended('stopped')
    expect(await watch.takenBack()).toEqual([])
  })

  test('so it does on a page that nobody looks at, and that draws no pictures', async () => {
    await tab.page.addInitScript(() => {
      window.requestAnimationFrame = () => 0
    })
    await tab.page.reload()
    await tab.send('write 60 tokens, fault silence at 30')
    await eventually(async () => (await repliesIn(tab.page)).join()).toContain('t29')
  })

  test('is made again when it is deleted under an open page, and not a word is missing', async () => {
    await tell('Once')
    await tab.box.pressSequentially('upon a time')
    const other = await tab.context.newPage()
    await other.goto(`${scene.house.edge}/healthz`)
    const outcome = await other.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const deleting = indexedDB.deleteDatabase('holdfast')
          deleting.addEventListener('success', () => resolve('deleted'))
          deleting.addEventListener('error', () => resolve('refused'))
        }),
    )
    expect(outcome).toBe('deleted')
    await areCopied(tab.page, 2)
    await tab.send('upon a time, again')
    await tab.ended('done', 2)
    await scene.house.without('server', async () => {
      await tab.page.reload()
      await tab.page.getByText(/From this device/).waitFor()
      expect(await texts()).toEqual(['Once', 'upon a time, again'])
    })
  })

  test('of a chat that was deleted elsewhere goes, and of others stays', async () => {
    const gone = await tell('To be deleted')
    await tell('To be kept')
    await fetch(gone.replace('/chats/', '/api/chats/'), { method: 'DELETE' })
    await tab.page.reload()
    await tab.page.getByRole('link', { name: /Your words/ }).click()
    await areCopied(tab.page, 2)
  })

  test('gives way, the one that was read longest ago first, when the browser says that there are no more than 5 MB', async () => {
    await tab.context.addInitScript(() => {
      navigator.storage.estimate = () => Promise.resolve({ quota: 5_000_000, usage: 0 })
    })
    // Each is less than a fifth of that, and two of them are more.
    const writer = writerAt(scene.house.edge)
    for (const name of ['First', 'Second']) {
      const chatId = await writer.newChat()
      await writer.send(chatId, `${name}: ${'word '.repeat(60_000)}`)
      await tab.page.goto(`${scene.house.edge}/chats/${chatId}`)
      await eventually(() => ownTexts(tab.page)).toContain(name)
    }
    await eventually(() => ownTexts(tab.page)).toEqual(['Second'])
    await tell('Third')
    await eventually(() => ownTexts(tab.page)).toEqual(['Second', 'Third'])
  })

  /** Has a story begun, answered and copied. Where it is. */
  async function tell(text: string): Promise<string> {
    await tab.page.goto(scene.house.edge)
    const before = (await copiedRows(tab.page)).length
    await tab.send(text)
    await tab.ended('done')
    await eventually(async () => (await copiedRows(tab.page)).filter(({ message }) => message.text !== '').length).toBe(
      before + 2,
    )
    return tab.page.url()
  }

  function texts(): Promise<readonly string[]> {
    return storyPage(tab.page).ownMessages.locator('.prose').allTextContents()
  }
})

function areCopied(page: Page, messages: number): Promise<void> {
  return eventually(async () => (await copiedRows(page)).length).toBe(messages)
}

/** What a person wrote, up to the first colon. */
async function ownTexts(page: Page): Promise<readonly string[]> {
  const own = (await copiedRows(page)).filter(({ message }) => message.role === 'user')
  return own.map(({ message }) => message.text.split(':')[0] ?? '').toSorted()
}

async function repliesIn(page: Page): Promise<readonly string[]> {
  return (await copiedRows(page))
    .filter(({ message }) => message.role === 'assistant')
    .map(({ message }) => message.text)
}
