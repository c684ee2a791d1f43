import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHttpServer, type HttpServer } from '../fixtures/http-server.ts'
import { describeWith } from '../parts.ts'
import { isThere, until } from '../support/house.ts'
import type { Tab } from './chromium.ts'
import { isKept } from './kept-page.ts'
import { openScene, type Scene } from './scene.ts'
import type { StoryPage } from './story-page.ts'
import { expectNoWider, expectUsable, looks } from './usable.ts'

describeWith('chromium', 'testing the way', (command) => {
  let elsewhere: HttpServer
  let scene: Scene
  let tab: Tab & StoryPage

  beforeAll(async () => {
    elsewhere = await openHttpServer((_, response) => response.end('well'))
    scene = await openScene(command, { settings: { ELSEWHERE_URL: elsewhere.address } })
  })
  afterAll(async () => {
    await scene?.close()
    await elsewhere?.close()
  })

  /** A reader whose browser keeps the page, and knows where else to look, on the page for testing the way. */
  async function enter(options?: Parameters<Scene['enter']>[0]): Promise<Page> {
    await isThere(scene.house)
    tab = await scene.enter(options)
    await isKept(tab.page)
    await tab.page.goto(`${scene.house.edge}/check`)
    await isConcluded(tab.page)
    await tab.page.waitForFunction(() => localStorage.getItem('holdfast:places') !== null)
    return tab.page
  }

  /** Without the server, and the edge knows it: what it has found it tells everybody who asks within the next 250 ms. */
  function withoutServer(body: () => Promise<void>): Promise<void> {
    return scene.house.without('server', async () => {
      await until(async () => (await fetch(`${scene.house.edge}/__edge/ready/origin`)).status !== 204)
      await body()
    })
  }

  async function lookAgain(page: Page): Promise<void> {
    await tab.button('Test again').click()
    await isConcluded(page)
  }

  test('where all is well says so, hop by hop, and leads back to the stories', async () => {
    const page = await enter()
    expect(await resultsOn(page)).toMatchObject({ device: 'ok', page: 'ok', edge: 'ok', server: 'ok', status: 'ok' })
    await page.getByText('Nothing is wrong that this browser can see').waitFor()
    await page.getByRole('link', { name: 'Back to your stories' }).click()
    await page.getByRole('heading', { name: 'A blank page' }).waitFor()
    await tab.close()
  })

  test('with the server gone names the server, asks again by itself, and is over when it is back', async () => {
    const page = await enter()
    await withoutServer(async () => {
      await lookAgain(page)
      expect(await resultsOn(page)).toMatchObject({ edge: 'ok', server: 'fault', status: 'ok', elsewhere: 'ok' })
      expect(await sideOn(page)).toBe('server')
      await page.getByText('There is nothing to do on your device: wait.').waitFor()
      await page.getByText('This page asks again for you').waitFor()
    })
    await page.locator('[data-step=refresh] [data-outcome=mended]').waitFor()
    expect(await sideOn(page)).toBe('none')
    await tab.close()
  })

  test('with the edge gone tells it from the network by a host that is not ours', async () => {
    const page = await enter()
    await scene.house.without('edge', async () => {
      await lookAgain(page)
      expect(await resultsOn(page)).toMatchObject({ device: 'ok', edge: 'refused', elsewhere: 'ok' })
      expect(await sideOn(page)).toBe('edge')
    })
    await tab.close()
  })

  test('without any network opens all the same, and says what to connect', async () => {
    const page = await enter()
    await tab.context.setOffline(true)
    await page.reload()
    await isConcluded(page)
    expect(await resultsOn(page)).toMatchObject({ device: 'refused', page: 'ok', edge: 'refused' })
    expect(await sideOn(page)).toBe('your-network')
    await page.getByText('Connect this device to a network.').waitFor()
    await tab.close()
  })

  test('is a click away without any network, for somebody who has never opened it or asked for help', async () => {
    await isThere(scene.house)
    const told = await scene.enter()
    await isKept(told.page)
    // Nothing but what the worker kept by itself is there.
    await told.context.setOffline(true)
    await told.page.reload()
    await told.page.getByRole('link', { name: 'Is it me?' }).click()
    await told.page.locator('.advice[data-side=your-network]').waitFor()
    await told.page.getByText('Connect this device to a network.').waitFor()
    await expectUsable(told, 'testing the way, come to from the line about an outage')
    await told.close()
  })

  test('goes the five steps one at a time, and what came of each goes to whoever helps', async () => {
    const page = await enter()
    await withoutServer(async () => {
      await lookAgain(page)
      await tab.button('Go on without waiting').click()
      expect(await page.locator('[aria-current=step]').count()).toBe(1)
      await page.locator('[data-step=status]').getByRole('button', { name: 'Go on' }).click()
      await tab.button('It is off: test again').click()
      await page.locator('[data-step=vpn] [data-outcome=same]').waitFor()
      await page.locator('[data-step=cache]').getByText('It cannot help').waitFor()
      await page.locator('[data-step=cache]').getByRole('button', { name: 'Go on' }).click()
      await page.getByText('leads to this device alone').waitFor()
      await tab.button('It does not open there either').click()
      await page.getByText('That is all there is to try.').waitFor()
      // Loading the page anew is among the things people do: nothing is asked twice.
      await page.reload()
      await isConcluded(page)
      expect(await page.locator('[data-outcome]').count()).toBe(5)
      await page.getByRole('link', { name: 'Get help with these results' }).click()
      await page.getByRole('checkbox', { name: 'VPN or proxy off' }).waitFor()
      expect(await page.getByRole('checkbox', { name: 'VPN or proxy off' }).isChecked()).toBe(true)
      const section = page.getByRole('listitem').filter({ hasText: 'The way, tested step by step' })
      await section.locator('summary').click()
      expect(await section.locator('.preview').textContent()).toMatch(
        /^server, \d+ % sure[^]*vpn: same[^]*cache: cannot-help/,
      )
    })
    await tab.close()
  })

  test('another device brings what it found to this screen, and both stand beside each other', async () => {
    const page = await enter()
    await goToNetwork(page)
    const code = await page.evaluate(() => JSON.parse(localStorage.getItem('holdfast:check') ?? '{}').code)
    const other = await scene.enter()
    await other.page.goto(`${scene.house.edge}/check?with=${code}`)
    await other.page.getByText('It has arrived there').waitFor()
    await page.getByText('Both come from the same network.').waitFor()
    await page.locator('[data-step=network] [data-outcome=same-network]').waitFor()
    expect(await page.locator('.compare tbody tr').count()).toBeGreaterThan(4)
    expect(other.complaints.join('\n')).toBe('')
    await other.close()
    await tab.close()
  })

  test('where nothing carries it, a person types ten letters, and a slip is said', async () => {
    const page = await enter()
    await goToNetwork(page)
    const other = await scene.enter()
    await isKept(other.page)
    await other.context.setOffline(true)
    await other.page.goto(`${scene.house.edge}/check?with=0123456789`)
    const letters = (await other.page.locator('.short-code').textContent()) ?? ''
    await page.getByLabel('The code on the phone').fill(letters.slice(0, -1))
    await tab.button('Compare').click()
    await page.getByRole('alert').getByText('ten letters and digits').waitFor()
    await page.getByLabel('The code on the phone').fill(` ${letters.toUpperCase()}`)
    await tab.button('Compare').click()
    await page.locator('.compare').getByText('fails at once').first().waitFor()
    await page.locator('[data-step=network] [data-outcome=fails-there]').waitFor()
    await other.close()
    await tab.close()
  })

  test('at an address that others reach, too, a code for a camera leads there', async () => {
    tab = await scene.enter()
    // A name that is not this device's own, with the real site behind it.
    await tab.context.route('http://story.test/**', async (route) => {
      const { pathname, search } = new URL(route.request().url())
      await route.fulfill({ response: await route.fetch({ url: `${scene.house.edge}${pathname}${search}` }) })
    })
    const { page } = tab
    await page.goto('http://story.test/check')
    await isConcluded(page)
    await goToNetwork(page)
    const code = page.getByRole('img', { name: /^A code that opens http:\/\/story\.test\/check\?with=[\da-z]{10}$/ })
    await code.waitFor()
    expect((await code.boundingBox())?.width).toBeGreaterThan(150)
    await expectNoWider(tab)
    await tab.close()
  })

  /** Through the steps before it, also where nothing is wrong. */
  async function goToNetwork(page: Page): Promise<void> {
    await tab.button('Go on step by step').click()
    await tab.button('Go on without waiting').click()
    await page.locator('[data-step=status]').getByRole('button', { name: 'Go on' }).click()
    await tab.button('I use none').click()
    await page.locator('[data-step=cache]').getByRole('button', { name: 'Skip this' }).click()
    await page.locator('[data-step=network][aria-current=step]').waitFor()
  }

  test.for(looks)('on $on by $at everybody can use it, well and with the server away', async (look) => {
    const page = await enter({ ...look, isStill: true })
    await expectUsable(tab, 'all is well')
    await goToNetwork(page)
    await expectUsable(tab, 'the last step')
    await withoutServer(async () => {
      await lookAgain(page)
      await expectUsable(tab, 'the server is away')
    })
    await tab.close()
  })
})

/** Every hop is known, and something is concluded from it. */
async function isConcluded(page: Page): Promise<void> {
  await page.locator('.advice[aria-busy=false]').waitFor()
}

async function resultsOn(page: Page): Promise<Record<string, string | undefined>> {
  const hops = await page.locator('[data-hop]').all()
  const pairs = hops.map(async (hop) => [await hop.getAttribute('data-hop'), await hop.getAttribute('data-result')])
  return Object.fromEntries(await Promise.all(pairs))
}

async function sideOn(page: Page): Promise<string | null> {
  return page.locator('.advice').getAttribute('data-side')
}
