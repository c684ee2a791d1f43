import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page, Response } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openFakeBackend, type FakeBackend } from '../fixtures/fake-backend/server.ts'
import { runningEdge, type EdgeUnderTest } from '../fixtures/running-edge.ts'
import { describeWith } from '../parts.ts'
import { openChromium, type Chromium, type Tab } from './chromium.ts'
import { isKept } from './kept-page.ts'
import { fakeAt, openScene, type Scene } from './scene.ts'
import { openSite, type Edition, type Site } from './site.ts'
import { eventually, watchWords, type StoryPage } from './story-page.ts'

const hint = 'A new version is ready: reload when you like.'

describeWith('chromium', 'the page on the device', (command) => {
  let site: Site
  let fake: FakeBackend

  beforeAll(async () => {
    site = await openSite()
    fake = await openFakeBackend({ behaviour: { tokens: 8 } })
  })
  afterAll(async () => {
    await fake?.close()
    await site?.remove()
  })

  const openScenery = (): Promise<Scene> =>
    openScene(command, { backends: [fakeAt(fake.baseURL)], settings: { SHELL_DIR: site.folder } })

  test.for(['/', '/chats/01991f00-0000-7000-8000-000000000000'])('opens %s while nothing answers', async (path) => {
    const scene = await openScenery()
    try {
      const tab = await scene.enter()
      await isKept(tab.page)
      await scene.house.stop()
      const page = await tab.context.newPage()
      const failed: string[] = []
      page.on('requestfailed', (request) => failed.push(new URL(request.url()).pathname))
      const response = await page.goto(scene.house.edge + path)
      expect(response?.fromServiceWorker()).toBe(true)
      await page.locator('#box').fill('Still here')
      await page.getByText('Holdfast', { exact: true }).waitFor()
      await page.evaluate(() => document.fonts.load('16px Literata'))
      expect(failed.filter((asked) => !/^\/(api|v1|status|sw\.js)/.test(asked))).toEqual([])
      expect(await page.getByText(hint).count()).toBe(0)
    } finally {
      await scene.close()
    }
  })

  test('brings at most 60 KB of script and style before it is there', async () => {
    const scene = await openScene(command, { backends: [fakeAt(fake.baseURL)] })
    try {
      const { page } = await scene.enter()
      const parts = await page.evaluate(() => {
        const [opening] = performance.getEntriesByType('navigation')
        return performance
          .getEntriesByType('resource')
          .filter((one) => /\.(js|css)$/.test(one.name) && opening !== undefined && one.startTime < opening.duration)
          .map((one) => ({ name: one.name, sizeBytes: 'encodedBodySize' in one ? Number(one.encodedBodySize) : 0 }))
      })
      expect(parts.length).toBeGreaterThan(2)
      const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0)
      expect(sizeBytes, JSON.stringify(parts)).toBeLessThanOrEqual(60_000)
    } finally {
      await scene.close()
    }
  })

  describe('beside a running server', () => {
    let scene: Scene
    let tab: Tab & StoryPage

    beforeAll(async () => void (scene = await openScenery()))
    beforeEach(async () => {
      await site.deploy('first')
      tab = await scene.enter()
      await isKept(tab.page)
    })
    afterEach(async () => {
      expect(tab.complaints.join('\n')).toBe('')
      await tab.close()
    })
    afterAll(() => scene?.close())

    test.for([
      { browser: 'a browser with static routes', canRoute: true },
      { browser: 'a browser without', canRoute: false },
    ])('is never in the way of what comes from the server, in $browser', async ({ canRoute }) => {
      if (!canRoute) await withoutRoutes()
      const answers = answersTo(tab.page)
      await tab.page.reload()
      // The back end falls silent in the middle: words that are on the screen by then were held back by nobody.
      await tab.send('write 60 tokens, fault silence at 30')
      await tab.hasWords(29)
      await tab.page.keyboard.press('Escape')
      await tab.ended('stopped')
      const throughWorker = (pattern: RegExp): readonly boolean[] => [
        ...new Set(
          answers.filter(({ path }) => pattern.test(path)).map(({ response }) => response.fromServiceWorker()),
        ),
      ]
      expect(throughWorker(/^\/v1\/stream\//)).toEqual([false])
      expect(throughWorker(/^\/api\//)).toEqual([false])
      expect(throughWorker(/^\/(chats|assets|theme\.js)/)).toEqual([true])
      expect(await routesOf(tab.page, '/v1/')).toEqual([canRoute ? 'network' : ''])
    })

    test('can be installed as an app, in the colours of the page', async () => {
      const devtools = await tab.context.newCDPSession(tab.page)
      const { errors } = await devtools.send('Page.getAppManifest')
      expect(errors).toEqual([])
      const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
      // Every test has a private window, from which nothing can be installed.
      expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([])
      const [light, dark] = [await barColour(tab.page, 'light'), await barColour(tab.page, 'dark')]
      expect(light).not.toBe(dark)
      await tab.button('Page: as the device').click()
      await tab.button('Page: light').click()
      await tab.button('Page: dark').waitFor()
      await eventually(() => barColour(tab.page, 'light')).toBe(dark)
    })

    test('is replaced in the middle of a reply, which goes on to its end in the old tab', async () => {
      const watch = await watchWords(tab.page)
      await tab.send('write 300 tokens every 30 ms')
      await tab.hasWords(3)
      await update('second')
      await tab.page.getByText(hint).waitFor()
      expect(await tab.replies.last().getAttribute('data-state'), 'it was still being written').not.toBe('done')
      await tab.box.pressSequentially('And then')
      await tab.ended('done')
      expect(await watch.takenBack()).toEqual([])
      expect(await tab.words()).toBe((await scene.storedIn(tab))[1]?.text)
      expect(await editionOf(tab.page)).toBe('first')
      expect(await tab.box.inputValue()).toBe('And then')
    })

    test('is of one build in each tab: old ones keep their files, new ones are new', async () => {
      await update('second')
      await tab.page.getByText(hint).waitFor()
      const fresh = await tab.context.newPage()
      await fresh.goto(scene.house.edge)
      await eventually(() => editionOf(fresh)).toBe('second')
      expect(await fresh.getByText(hint).count()).toBe(0)
      expect(await later(tab.page), 'a file that the edge has no more').toBe('first')
      expect(await later(fresh)).toBe('second')
      expect(await keptBuilds(fresh)).toHaveLength(2)
    })

    test('forgets the old build when the last tab of it is gone', async () => {
      await update('second')
      await tab.page.getByText(hint).waitFor()
      await tab.box.pressSequentially('And then')
      await tab.button('reload').click()
      await eventually(() => editionOf(tab.page)).toBe('second')
      await eventually(() => keptBuilds(tab.page)).toHaveLength(1)
      expect(await tab.page.getByText(hint).count()).toBe(0)
      expect(await tab.box.inputValue()).toBe('And then')
    })

    test('is not replaced by a build that is not whole', async () => {
      await site.deploy('second')
      await appendFile(join(site.folder, 'theme.js'), '// of some other build')
      expect(await tab.page.evaluate(installNext)).toBe('redundant')
      await tab.page.reload()
      expect(await editionOf(tab.page)).toBe('first')
      await update('second')
      await tab.page.getByText(hint).waitFor()
    })

    test('is escaped by ?no-sw, however broken it is', async () => {
      await tab.page.evaluate(breakKeptFiles)
      await tab.page.goto(scene.house.edge)
      await tab.page.getByRole('heading', { name: 'Broken' }).waitFor()
      const answers = answersTo(tab.page)
      await tab.page.goto(`${scene.house.edge}/?no-sw`)
      await tab.box.waitFor()
      expect(answers.length).toBeGreaterThan(3)
      expect(answers.filter(({ response }) => response.fromServiceWorker())).toEqual([])
      await eventually(() => workersAndCaches(tab.page)).toEqual({ workers: 0, caches: 0 })
      await tab.page.goto(scene.house.edge)
      await isKept(tab.page)
      await tab.box.waitFor()
    })

    /** Gives the browser a worker that finds no static routes: requests are left alone by its own decision then. */
    async function withoutRoutes(): Promise<void> {
      const worker = join(site.folder, 'sw.js')
      await writeFile(worker, `delete InstallEvent.prototype.addRoutes;${await readFile(worker, 'utf8')}`)
      expect(await tab.page.evaluate(installNext)).toBe('activated')
    }

    async function update(edition: Edition): Promise<void> {
      await site.deploy(edition)
      expect(await tab.page.evaluate(installNext)).toBe('activated')
    }
  })
})

describeWith('chromium', 'an edge that takes the worker back', (command) => {
  let site: Site
  let chromium: Chromium
  let edge: EdgeUnderTest

  beforeAll(async () => {
    site = await openSite()
    chromium = await openChromium(command)
    edge = await runningEdge({ shellDir: site.folder })
  })
  afterAll(async () => {
    await edge?.stop()
    await chromium?.close()
    await site?.remove()
  })

  test('frees every page that the worker had hold of, and loads each once', async () => {
    const { page } = await chromium.openTab(edge.address)
    await isKept(page)
    await page.locator('#box').pressSequentially('Half a sen')
    await page.evaluate(breakKeptFiles)
    await edge.stop()
    edge = await runningEdge({ shellDir: site.folder, shellWorker: false, port: Number(new URL(edge.address).port) })
    const answers = answersTo(page)
    const loads = (): number => answers.filter(({ path }) => path === '/').length
    await page.goto(edge.address)
    await eventually(() => page.locator('#box').inputValue()).toBe('Half a sen')
    expect(loads(), 'the broken page and the sound one').toBe(2)
    // The freed page asks for a worker as ever, and is not loaded again for that.
    expect(await page.evaluate(installNext)).not.toBe('installing')
    await eventually(() => workersAndCaches(page)).toEqual({ workers: 0, caches: 0 })
    expect(loads()).toBe(2)
  })
})

interface Answered {
  readonly path: string
  readonly response: Response
}

function answersTo(page: Page): readonly Answered[] {
  const answers: Answered[] = []
  page.on('response', (response) => answers.push({ path: new URL(response.url()).pathname, response }))
  return answers
}

/** Has the browser look for another worker now, and answers what becomes of the one that it finds. */
async function installNext(): Promise<ServiceWorkerState> {
  const registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' })
  const found = new Promise<ServiceWorker>((resolve) => {
    registration.addEventListener('updatefound', () => registration.installing && resolve(registration.installing))
  })
  const { installing } = registration
  if (installing === null) await registration.update()
  const worker = installing ?? (await found)
  return new Promise((resolve) => {
    const look = (): void => {
      if (worker.state === 'activated' || worker.state === 'redundant') resolve(worker.state)
    }
    worker.addEventListener('statechange', look)
    look()
  })
}

/** What a browser's store could do to the kept page at the worst. */
async function breakKeptFiles(): Promise<void> {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    for (const { url } of await cache.keys()) {
      const isPage = new URL(url).pathname === '/'
      const broken = isPage ? '<h1>Broken</h1>' : 'throw new Error("broken")'
      await cache.put(url, new Response(broken, { headers: { 'content-type': isPage ? 'text/html' : 'text/plain' } }))
    }
  }
}

async function workersAndCaches(page: Page): Promise<{ readonly workers: number; readonly caches: number }> {
  return page.evaluate(async () => ({
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    caches: (await caches.keys()).length,
  }))
}

function keptBuilds(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => caches.keys())
}

async function editionOf(page: Page): Promise<string | null> {
  return page.locator('html').getAttribute('data-edition')
}

/** The colour that a browser would give the bar around the page, on a device with this theme. */
async function barColour(page: Page, colorScheme: 'light' | 'dark'): Promise<string | undefined> {
  await page.emulateMedia({ colorScheme })
  return page.evaluate(() => {
    const metas = [...document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')]
    return metas.find(({ media }) => matchMedia(media).matches)?.content
  })
}

function later(page: Page): Promise<string> {
  return page.evaluate<string>('loadLater().then(({ edition }) => edition)')
}

/** The static routes by which requests under this path went; none is an empty word. */
async function routesOf(page: Page, under: string): Promise<readonly string[]> {
  return page.evaluate((path) => {
    const entries = performance.getEntriesByType('resource').filter(({ name }) => name.includes(path))
    return [...new Set(entries.map((entry) => String(Reflect.get(entry, 'workerMatchedSourceType'))))]
  }, under)
}
