import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openFakeBackend, type FakeBackend } from '../fixtures/fake-backend/server.ts'
import { openPlug, type Plug } from '../fixtures/plug.ts'
import { describeWith } from '../parts.ts'
import { longTexts, smallArchive } from '../support/small-archive.ts'
import type { Tab } from './chromium.ts'
import { fakeAt, openScene, type Scene } from './scene.ts'
import { waitingRows } from './stored-here.ts'
import { eventually, type StoryPage } from './story-page.ts'

const quotaBytes = 5_000_000
const dayMs = 24 * 60 * 60_000

describeWith('chromium', 'words in the box and on their way are kept', (command) => {
  let fake: FakeBackend
  let scene: Scene
  let plug: Plug
  let tab: Tab & StoryPage

  beforeAll(async () => {
    fake = await openFakeBackend({ behaviour: { tokens: 4 } })
    scene = await openScene(command, { backends: [fakeAt(fake.baseURL)] })
    plug = await openPlug(() => scene.house.edge)
  })
  beforeEach(async () => {
    tab = await scene.enter()
    await tab.page.goto(plug.address)
  })
  afterEach(async () => {
    expect(tab.complaints.join('\n')).toBe('')
    await tab.close()
  })
  afterAll(async () => {
    await plug?.close()
    await scene?.close()
    await fake?.close()
  })

  test('when another tab deletes the database under the page', async () => {
    await tab.send('turn 0')
    await tab.ended('done')
    const other = await tab.context.newPage()
    await other.goto(`${plug.address}/words`)
    await scene.house.without('server', async () => {
      await sendWaiting('turn 1')
      await sendWaiting('turn 2')
      await tab.box.pressSequentially('half a sent')
      await other.evaluate(
        () =>
          new Promise<void>((resolve, reject) => {
            const deleting = indexedDB.deleteDatabase('holdfast')
            deleting.addEventListener('success', () => resolve())
            deleting.addEventListener('error', () => reject(new Error('it was not deleted')))
          }),
      )
      await eventually(inOutbox).toEqual(['turn 1', 'turn 2'])
      await tab.page.reload()
      await eventually(waiting).toEqual(['turn 1', 'turn 2'])
      await tab.box.press('End')
      await tab.box.pressSequentially('ence')
    })
    await areTaken(['turn 0', 'turn 1', 'turn 2'])
    expect(await tab.box.inputValue()).toBe('half a sentence')
  })

  test('when this site may keep no more than 5 MB, and more than that was read', { timeout: 120_000 }, async () => {
    const devtools = await tab.context.newCDPSession(tab.page)
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: plug.address, quotaSize: quotaBytes })
    for (let n = 0; n < 8; n++) {
      const { chatId, bytes } = smallArchive(longTexts(1_000_000), `Long ${n}`)
      await fetch(`${scene.house.edge}/api/import`, { method: 'POST', body: new Uint8Array(bytes) })
      await tab.page.goto(`${plug.address}/chats/${chatId}`)
      await tab.ownMessages.first().waitFor()
    }
    await tab.page.goto(plug.address)
    await tab.send('turn 0')
    await tab.ended('done')
    await scene.house.without('server', async () => {
      const long = 'The sea was grey. '.repeat(3_000)
      await sendWaiting(`turn 1 ${long}`.trim())
      await sendWaiting('turn 2')
      await tab.box.fill(`turn 3 ${long}`)
      await tab.page.reload()
      await eventually(async () => (await waiting()).map((text) => text.slice(0, 6))).toEqual(['turn 1', 'turn 2'])
      expect(await tab.box.inputValue()).toBe(`turn 3 ${long}`)
    })
    // So long a text is not drawn while it is out of sight.
    await eventually(waiting).toEqual([])
    expect((await scene.storedTexts(tab)).map((text) => text.slice(0, 6))).toEqual(['turn 0', 'turn 1', 'turn 2'])
    const { usage = 0 } = await tab.page.evaluate(() => navigator.storage.estimate())
    expect(usage).toBeLessThan(quotaBytes)
  })

  test('and stay in their order when the clock is set back by a day', async () => {
    await tab.context.addInitScript(() => {
      const now = Date.now.bind(Date)
      let backMs = 0
      Date.now = () => now() - backMs
      Object.assign(window, { setClockBack: (ms: number) => (backMs = ms) })
    })
    await tab.page.reload()
    await tab.send('turn 0')
    await tab.ended('done')
    await scene.house.without('server', async () => {
      await sendWaiting('turn 1')
      await tab.box.pressSequentially('half a ')
      await tab.page.evaluate((ms) => Reflect.apply(Reflect.get(window, 'setClockBack'), window, [ms]), dayMs)
      await tab.box.pressSequentially('sentence')
      await tab.page.reload()
      await eventually(() => tab.box.inputValue()).toBe('half a sentence')
      await tab.page.evaluate((ms) => Reflect.apply(Reflect.get(window, 'setClockBack'), window, [ms]), dayMs)
      await eventually(waiting).toEqual(['turn 1'])
      await sendWaiting('turn 2')
      await sendWaiting('turn 3')
      await tab.box.pressSequentially('another')
    })
    await areTaken(['turn 0', 'turn 1', 'turn 2', 'turn 3'])
    expect(await tab.box.inputValue()).toBe('another')
  })

  test('and taken once although the answer to each of them is lost', async () => {
    const texts = ['turn 0', 'turn 1', 'turn 2']
    for (const [index, text] of texts.entries()) {
      plug.loseAnswer(/^POST \/api\/chats\/[^/ ]+\/turns /)
      await tab.send(text)
      await eventually(plug.lost).toBe(index + 1)
      await tab.ended('done', index + 1)
    }
    await areTaken(texts)
  })

  async function areTaken(texts: readonly string[]): Promise<void> {
    await tab.ended('done', texts.length)
    await eventually(waiting).toEqual([])
    await eventually(inOutbox).toEqual([])
    expect(await scene.storedTexts(tab)).toEqual(texts)
    const stored = await scene.storedIn(tab)
    expect(stored.every(({ variants }) => variants.length === 1)).toBe(true)
  }

  /** Sends it, and looks until it stands among those that wait. */
  async function sendWaiting(text: string): Promise<void> {
    await tab.send(text)
    await eventually(async () => (await waiting()).at(-1)).toBe(text)
    await eventually(() => tab.box.inputValue()).toBe('')
  }

  function waiting(): Promise<readonly string[]> {
    return tab.page.locator('[data-turn] .prose').allTextContents()
  }

  /** What the browser's database has of them. */
  async function inOutbox(): Promise<readonly string[] | undefined> {
    return (await waitingRows(tab.page))?.map(({ text }) => text)
  }
})
