import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFakeBackend, type FakeBackend } from '../fixtures/fake-backend/server.ts'
import { describeWith } from '../parts.ts'
import { desk, phone } from './chromium.ts'
import { fakeAt, openScene, type Scene } from './scene.ts'
import { expectUsable } from './usable.ts'

// A folder to put pictures in, for whoever wants to look.
const pictures = process.env['PICTURES']

describeWith('chromium', 'the same incident on every page', (command) => {
  let fake: FakeBackend
  let scene: Scene

  beforeAll(async () => {
    fake = await openFakeBackend()
    // Looks in quick succession, so that an incident opens soon. While `up` stands still nobody reads what they log, and a
    // process whose log is full stands still, too.
    const settings = { STATUS_EVERY_MS: '1000', STATUS_SETTLE_MS: '1000', LOG_LEVEL: 'error' }
    scene = await openScene(command, { backends: [fakeAt(fake.baseURL)], settings })
  })
  afterAll(async () => {
    await scene?.close()
    await fake?.close()
  })

  test('the app, the page of the fault and the status page name it, and it goes when it is over', async () => {
    const tab = await scene.enter({ size: phone, isStill: true })
    await tab.send('write 5 tokens')
    await tab.ended('done')
    const line = tab.page.locator('.incident-line')
    await scene.house.without('server', async () => {
      await line.waitFor()
      const named = line.locator('a').first()
      const title = (await named.textContent()) ?? ''
      const address = (await named.getAttribute('href')) ?? ''
      expect(await line.textContent()).toContain('8 in 10 outages like this end')
      await expectUsable(tab, 'an incident that the status page has open')
      if (pictures !== undefined) await tab.page.screenshot({ path: `${pictures}/app-incident-390-light.png` })
      await tab.page.setViewportSize(desk)
      if (pictures !== undefined) await tab.page.screenshot({ path: `${pictures}/app-incident-1280-light.png` })
      const read = async (path: string): Promise<string> =>
        (await fetch(scene.house.edge + path, { headers: { accept: 'text/html' } })).text()
      expect(await read('/status')).toContain(title)
      expect(await read(address)).toContain(`<h1>${title}</h1>`)
      await expect.poll(() => read('/api/chats'), { interval: 1000 }).toContain(`<a href="${address}">${title}</a>`)
      // Nobody hears of the status page any more: what it said last stays, also for a page that is opened anew.
      await tab.context.route('**/status/**', (route) => route.abort())
      await tab.page.reload()
      await line.waitFor()
      expect(await named.textContent()).toBe(title)
      await tab.context.unroute('**/status/**')
      await line.getByRole('link', { name: 'Is it me?' }).click()
      await tab.page.getByRole('heading', { name: 'Test the way' }).waitFor()
      // Who is there already needs no way there.
      expect(await line.getByRole('link').count()).toBe(1)
    })
    await line.waitFor({ state: 'detached' })
    await tab.close()
  })
})
