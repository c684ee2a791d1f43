import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, test } from 'vitest'
import { describeWith } from '../parts.ts'
import { isThere } from '../support/house.ts'
import type { Tab } from './chromium.ts'
import { isKept } from './kept-page.ts'
import { openScene, type Scene } from './scene.ts'
import { eventually, type StoryPage } from './story-page.ts'
import { expectUsable, looks } from './usable.ts'

const pictures = process.env['PICTURES']

describeWith('chromium', 'asking the operator', (command) => {
  let scene: Scene
  let tab: Tab & StoryPage

  beforeAll(async () => {
    scene = await openScene(command)
  })
  afterAll(async () => {
    await scene?.close()
  })

  async function enter(options?: Parameters<Scene['enter']>[0]): Promise<void> {
    await isThere(scene.house)
    tab = await scene.enter(options)
    await isKept(tab.page)
    await openHelp()
  }

  async function openHelp(): Promise<void> {
    await tab.page.goto(`${scene.house.edge}/support`)
    await tab.page
      .getByRole('button', { name: 'Test the connection again' })
      .and(tab.page.locator('[aria-disabled=false]'))
      .waitFor()
  }

  async function send(words: string): Promise<void> {
    await tab.page.getByLabel('What happened, in your own words').fill(words)
    await tab.button('Send it to the operator').click()
  }

  /** The operator answers on a page of their own. */
  async function answer(words: string, body: string): Promise<void> {
    const page = await tab.context.newPage()
    await page.goto(`${scene.house.status}/inbox`)
    const entry = page.locator('li', { hasText: words })
    await eventually(async () => {
      await page.reload()
      return entry.count()
    }).toBe(1)
    await entry.getByRole('link').click()
    await page.getByLabel('Your answer').fill(body)
    await page.getByRole('button', { name: 'Send the answer' }).click()
    await page.getByText(body).waitFor()
    await page.close()
  }

  test('the answer comes back to the page for help, and by the link', async () => {
    await enter()
    await send('It says 521 since noon.')
    await tab.page.getByText('Sent. The answer comes to the ticket above').waitFor()
    await answer('It says 521 since noon.', 'It is back. Sorry!')
    await openHelp()
    await tab.page.getByText('It is back. Sorry!').waitFor()
    const link = await tab.page.getByRole('link', { name: /^Ticket / }).getAttribute('href')
    await tab.page.goto(scene.house.edge + (link ?? ''))
    await tab.page.getByText('The operator has answered.').waitFor()
    await tab.page.getByLabel('Write to the operator').fill('Thank you!')
    await tab.page.getByRole('button', { name: 'Send' }).click()
    await tab.page.getByText('Thank you!').waitFor()
    // The same link without its place works at the status process, too.
    await tab.page.goto(scene.house.status + (link ?? '').replace('/status', ''))
    await tab.page.getByText('Thank you!').waitFor()
    await tab.close()
  })

  test('while the edge is dead it goes to the status process itself', async () => {
    await enter()
    // It has learnt where that is, as every open page does when it has nothing better to do.
    await tab.page.waitForFunction(() => localStorage.getItem('holdfast:status-url') !== null)
    await scene.house.without('edge', async () => {
      await send('The edge is dead.')
      await tab.page.getByText('Sent. The answer comes to the ticket above').waitFor()
    })
    await answer('The edge is dead.', 'We have seen it.')
    await tab.close()
  })

  test('while nobody answers it waits on the device, and goes when somebody does', async () => {
    await enter()
    const ofStatus = `${scene.house.status}/**`
    await tab.context.route(ofStatus, (route) => route.abort('connectionrefused'))
    await scene.house.without('edge', async () => {
      await send('All is dark.')
      await tab.page.getByText('It waits on this device, and goes by itself').waitFor()
      await tab.page.getByText('It waits on this device until somebody answers.').waitFor()
    })
    await tab.context.unroute(ofStatus)
    await tab.page.goto(`${scene.house.edge}/`)
    await answer('All is dark.', 'There is light.')
    await tab.close()
  })

  test('a push is shown as what it says, and leads to no other place than the status page', async () => {
    await enter()
    await tab.context.grantPermissions(['notifications'])
    const cdp = await tab.context.newCDPSession(tab.page)
    const registered = new Promise<string>((resolve) => {
      cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
        if (first !== undefined) resolve(first.registrationId)
      })
    })
    await cdp.send('ServiceWorker.enable')
    const data = JSON.stringify({ title: '[Holdfast] It answers again', body: 'Go on.', url: 'https://evil.example/' })
    await cdp.send('ServiceWorker.deliverPushMessage', {
      origin: scene.house.edge,
      registrationId: await registered,
      data,
    })
    await tab.page.waitForFunction(async () => {
      const shown = await (await navigator.serviceWorker.ready).getNotifications()
      return shown[0]?.title === '[Holdfast] It answers again' && shown[0].body === 'Go on.'
    })
    await tab.close()
  })

  test.for(looks)('on $on by $at the inbox, a ticket and the page for help can be used', async (look) => {
    await enter({ ...look, isStill: true })
    const shot = async (name: string): Promise<void> => {
      if (pictures === undefined) return
      mkdirSync(pictures, { recursive: true })
      await tab.page.screenshot({
        path: `${pictures}/${name}-${look.on}-${look.at}.png`.replaceAll(' ', '-'),
        fullPage: true,
      })
    }
    await send(`I looked ${look.on} by ${look.at}, and <b>my words</b> are gone since yesterday evening.`)
    await tab.page.getByText('Sent. The answer comes to the ticket above').waitFor()
    await expectUsable(tab, 'the page for help')
    await shot('help')
    const link = await tab.page
      .getByRole('link', { name: /^Ticket / })
      .first()
      .getAttribute('href')
    await tab.page.goto(`${scene.house.status}/inbox`)
    await expectUsable(tab, 'the inbox')
    await shot('inbox')
    await tab.page.locator('ol a').first().click()
    await tab.page.getByLabel('Your answer').fill('We look into it.\nPlease tell us which chat it was.')
    await tab.page.getByRole('button', { name: 'Send the answer' }).click()
    await tab.page.getByText('Please tell us which chat it was.').first().waitFor()
    await expectUsable(tab, 'a ticket for the operator')
    await shot('inbox-ticket')
    await tab.page.goto(`${scene.house.status}/operator`)
    await expectUsable(tab, 'where the operator says what is known')
    await shot('operator')
    await tab.page.goto(scene.house.edge + (link ?? ''))
    await expectUsable(tab, 'a ticket')
    await shot('ticket')
    await tab.page.goto(`${scene.house.edge}/status/subscribe`)
    await expectUsable(tab, 'the page for subscribing')
    await shot('subscribe')
    await tab.close()
  })
})
