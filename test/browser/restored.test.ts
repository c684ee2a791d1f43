import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { command as holdfast } from '../fixtures/command.ts'
import { openFakeBackend, type FakeBackend } from '../fixtures/fake-backend/server.ts'
import { describeWith } from '../parts.ts'
import { until } from '../support/house.ts'
import type { Tab } from './chromium.ts'
import { fakeAt, openScene, type Scene } from './scene.ts'
import { eventually, type StoryPage } from './story-page.ts'
import { copiedRows } from './stored-here.ts'
import { expectUsable, looks } from './usable.ts'

const offer = 'Words that the server no longer has'

describeWith('chromium', 'a server that was restored from an older copy', (chromium) => {
  let fake: FakeBackend
  let folder: string
  let scene: Scene
  let tab: Tab & StoryPage

  beforeAll(async () => void (fake = await openFakeBackend({ behaviour: { tokens: 8 } })))
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-restored-'))
    scene = await openScene(chromium, { backends: [fakeAt(fake.baseURL)], settings: { LEASE_MS: '1000' } })
    tab = await scene.enter()
    await say('Before', 1)
    expect(await run('backup')).toBe(0)
  })
  afterEach(async () => {
    expect(tab.complaints.join('\n')).toBe('')
    await scene.close()
    await rm(folder, { recursive: true })
  })
  afterAll(() => fake?.close())

  test('is offered what this device has and it has not, and takes it back into the same story', async () => {
    await say('After', 2)
    const before = await scene.storedIn(tab)
    await areCopied(4)
    await goBack()
    await tab.page
      .getByLabel(offer)
      .getByText(/copy made .*This device has 2 messages/)
      .waitFor()
    await eventually(texts).toEqual(['Before'])
    await tab.button('Put them back').click()
    await tab.page.getByText('The 2 messages are on the server again.').waitFor()
    await eventually(texts).toEqual(['Before', 'After'])
    expect(bare(await scene.storedIn(tab))).toEqual(bare(before))
    await tab.page.reload()
    await eventually(texts).toEqual(['Before', 'After'])
    expect(await tab.page.getByLabel(offer).count()).toBe(0)
  })

  test('keeps what was written on it since, and has both as branches', async () => {
    await say('After', 2)
    await areCopied(4)
    await goBack()
    await tab.page.getByLabel(offer).waitFor()
    await eventually(texts).toEqual(['Before'])
    await say('Since', 2)
    await tab.button('Put them back').click()
    await tab.page.getByText(/on the server again/).waitFor()
    expect(await scene.storedTexts(tab)).toEqual(['Before', 'Since'])
    await tab.button('Previous variant').first().click()
    await eventually(texts).toEqual(['Before', 'After'])
  })

  test('is left as it is for whoever wants that, and the words can be read here and put back later', async () => {
    await tab.page.goto(scene.house.edge)
    await say('A chat of its own', 1)
    const at = tab.page.url()
    await areCopied(4)
    await goBack()
    await tab.button('Keep them here only').click()
    await tab.page.getByLabel(offer).waitFor({ state: 'detached' })
    await tab.page.reload()
    await tab.page.getByText(/it is only on this device/).waitFor()
    expect(await texts()).toEqual(['A chat of its own'])
    await tab.page.getByRole('link', { name: 'Your words', exact: true }).click()
    await tab.page.getByText('A chat of its own: 2 messages').click()
    await tab.page.locator('.only-here').getByText('A chat of its own', { exact: true }).waitFor()
    expect(await tab.page.getByLabel(offer).count(), 'it was decided').toBe(0)
    await tab.button('Put them back').click()
    await tab.page.getByText('The 2 messages are on the server again.').waitFor()
    await tab.page.goto(at)
    await eventually(texts).toEqual(['A chat of its own'])
    expect(await scene.storedTexts(tab)).toEqual(['A chat of its own'])
  })

  test('has no log of the reply that is being read: its words stay on this device, and nobody asks for ever', async () => {
    await tab.send('write 60 tokens, fault silence at 30')
    await eventually(() => tab.page.locator('[data-reply]').count()).toBe(2)
    await tab.hasWords(20)
    await areCopied(4)
    await goBack()
    const asked: string[] = []
    tab.page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await tab.page.getByLabel(offer).waitFor()
    await eventually(texts).toEqual(['Before'])
    await eventually(() => tab.button('Stop').count()).toBe(0)
    expect(asked.filter((path) => path.startsWith('/v1/stream/')).length).toBeLessThan(6)
    await tab.button('Put them back').click()
    await eventually(texts).toEqual(['Before', 'write 60 tokens, fault silence at 30'])
    await tab.ended('stopped', 2)
    expect(await tab.words()).toContain('t19')
  })

  test('everybody can use the story without a server, the offer, and the page of words, on any screen', async () => {
    await say('After', 2)
    const devices = await Promise.all(looks.map((look) => scene.enter({ ...look, isStill: true })))
    for (const { page } of devices) {
      await page.goto(tab.page.url())
      await areCopied(4, page)
    }
    await goBack(async () => {
      for (const device of devices) {
        await device.page.reload()
        await device.page.getByText(/From this device/).waitFor()
        await expectUsable(device, 'a story from this device')
        await device.page.goto(`${scene.house.edge}/words`)
        await device.page
          .getByText(/the server cannot be asked now/)
          .last()
          .waitFor()
        await expectUsable(device, 'the page of words without a server')
      }
    })
    for (const device of devices) {
      await device.page.goto(tab.page.url())
      await device.page.getByLabel(offer).waitFor()
      await expectUsable(device, 'the offer')
      await device.page.getByRole('link', { name: 'Show them' }).click()
      await device.page.locator('.only-here summary').click()
      await expectUsable(device, 'what is here only')
      await device.close()
    }
  })

  async function say(text: string, turn: number): Promise<void> {
    await tab.send(text)
    await tab.ended('done', turn)
  }

  /** Brings the server back to where it was, as an operator does. */
  async function goBack(meanwhile: () => Promise<void> = async () => undefined): Promise<void> {
    await scene.house.without('server', async () => {
      await meanwhile()
      // A server that was killed counts as working until its lease has run out, as long as nobody has buried it.
      await until(async () => (await run('restore', 'newest')) === 0)
    })
    // By itself the page asks every minute; it also does when the device is in a network again.
    await tab.page.evaluate(() => dispatchEvent(new Event('online')))
  }

  async function run(...args: readonly string[]): Promise<number | null> {
    const env = { HOLDFAST_DATA_DIR: scene.house.dataDir, HOLDFAST_BACKUP_TO: folder }
    const running = holdfast(args, { folder, env })
    return (await running.ended).code
  }

  function texts(): Promise<readonly string[]> {
    return tab.ownMessages.locator('.prose').allTextContents()
  }

  async function areCopied(messages: number, page = tab.page): Promise<void> {
    await eventually(async () => (await copiedRows(page)).length).toBe(messages)
  }
})

/** What of messages an archive brings back as it was. */
function bare(messages: readonly { readonly id: string; readonly text: string; readonly parentId: string | null }[]) {
  return messages.map(({ id, text, parentId }) => ({ id, text, parentId }))
}
