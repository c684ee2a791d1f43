import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { openAwkwardProxy, type AwkwardProxy } from '../fixtures/awkward-proxy.ts'
import { openFakeBackend, type FakeBackend } from '../fixtures/fake-backend/server.ts'
import { describeWith } from '../parts.ts'
import { openHouse, type House } from '../support/house.ts'
import { openChromium, type Chromium, type Tab } from './chromium.ts'
import { eventually, storyPage, wordsIn, type StoryPage } from './story-page.ts'

const tokens = 200
// Long enough to be seen in the making behind a proxy that keeps it: the page gives an event stream 8 seconds to begin.
const slowly = { firstMs: 0, everyMs: 100 }
const steadily = { firstMs: 0, everyMs: 25 }
const fast = { firstMs: 0, everyMs: 2 }

// The goal is a second, on a machine that does nothing else. Without the browser's word it would be half a minute.
const generousMs = 10_000

describeWith('chromium', 'a reply is read', (command) => {
  let fake: FakeBackend
  let house: House
  let chromium: Chromium
  let proxy: AwkwardProxy
  let tab: Tab & StoryPage

  beforeAll(async () => {
    fake = await openFakeBackend({ behaviour: { tokens } })
    house = await openHouse({ backends: [{ name: 'fake', baseURL: fake.baseURL, model: 'fake' }] })
    chromium = await openChromium(command)
  })
  beforeEach(async () => {
    proxy = await openAwkwardProxy(house.edge, { kind: 'passes' })
    const opened = await chromium.openTab(proxy.address)
    tab = { ...opened, ...storyPage(opened.page) }
  })
  afterEach(async () => {
    expect(tab.complaints.join('\n')).toBe('')
    await tab.close()
    await proxy.close()
  })
  afterAll(async () => {
    await chromium?.close()
    await house?.stop()
    await fake?.close()
  })

  test('also when the part of the page that reads comes only after a while', async () => {
    const part = '**/assets/log-reader-*.js'
    await tab.context.route(part, (route) => route.abort())
    await tab.page.goto(`${proxy.address}/?no-sw`)
    fake.change(fast)
    await tab.send('Once')
    await tab.quietLine('edge').waitFor()
    await tab.context.unroute(part)
    await isWhole(1)
  })

  test.for(['keeps-body', 'keeps-all', 'blocks'] as const)(
    'while it is written behind a proxy that %s of event streams, and the next one without finding that out again',
    async (kind) => {
      proxy.become({ kind })
      fake.change(kind === 'keeps-all' ? slowly : steadily)
      await tab.send('Once')
      await tab.hasWords(5)
      expect(await tab.lastReply.getAttribute('data-state')).toBe('writing')
      const streams = proxy.asked()['event-stream']
      await isWhole(1)
      await tab.page.reload() // the session goes on
      fake.change(fast)
      await tab.send('Twice')
      await isWhole(2)
      expect(proxy.asked()['event-stream']).toBe(streams)
    },
  )

  test('on from where it was when the network is back', async () => {
    fake.change(steadily)
    await tab.send('Once')
    await tab.hasWords(5)
    const returned = await watchReturn(tab.page)
    await tab.context.setOffline(true)
    proxy.cutStreams()
    await tab.quietLine('your-network').waitFor()
    const before = proxy.asked()['event-stream']
    await tab.context.setOffline(false)
    const tookMs = await returned()
    process.stdout.write(`words again ${tookMs.toFixed(0)} ms after the network's return\n`)
    expect(tookMs).toBeLessThan(generousMs)
    expect(proxy.asked()['event-stream']).toBe(before + 1)
    await isWhole(1)
  })

  test('on through another network when the old connection has died without a word', async () => {
    fake.change(steadily)
    proxy.become({ kind: 'stalls', afterBytes: () => 2_000 })
    await tab.send('Once')
    await tab.hasWords(5)
    await eventually(() => proxy.stalled()).toBe(1)
    proxy.become({ kind: 'passes' })
    const returned = await watchReturn(tab.page)
    await tab.context.setOffline(true)
    await tab.context.setOffline(false)
    const tookMs = await returned()
    process.stdout.write(`words again ${tookMs.toFixed(0)} ms after the change of network\n`)
    expect(tookMs).toBeLessThan(generousMs)
    await isWhole(1)
  })

  async function isWhole(count: number): Promise<void> {
    await tab.ended('done', count)
    expect(wordsIn(await tab.words())).toEqual(Array.from({ length: tokens }, (_, index) => `t${index}`))
  }
})

/** Tells how long after the browser's own word that it is online the next words stood there. */
async function watchReturn(page: Page): Promise<() => Promise<number>> {
  const watch = await page.evaluateHandle(() => {
    const took = new Promise<number>((resolve) => {
      const online = (): void => {
        const at = performance.now()
        const last = [...document.querySelectorAll('[data-reply]')].at(-1)
        if (last === undefined) return
        new MutationObserver(() => resolve(performance.now() - at)).observe(last, {
          subtree: true,
          childList: true,
          characterData: true,
        })
      }
      addEventListener('online', online, { once: true })
    })
    return { took }
  })
  return () => watch.evaluate(({ took }) => took)
}
