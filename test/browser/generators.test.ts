import { afterAll, beforeAll, expect, test } from 'vitest'
import { goldens } from '../fixtures/generator-goldens.ts'
import { generatorScript } from '../fixtures/generator-page.ts'
import { openHttpServer, type HttpServer } from '../fixtures/http-server.ts'
import { describeWith } from '../parts.ts'
import { openChromium, type Chromium, type Tab } from './chromium.ts'

describeWith('chromium', 'generators in a page that may evaluate no text as a script', (command) => {
  let site: HttpServer
  let browser: Chromium
  let tab: Tab

  beforeAll(async () => {
    const script = await generatorScript()
    site = await openHttpServer((request, response) => {
      const isScript = request.url === '/script.js'
      response.writeHead(200, {
        'Content-Type': isScript ? 'text/javascript' : 'text/html',
        'Content-Security-Policy': "default-src 'none'; script-src 'self'",
      })
      response.end(isScript ? script : '<!doctype html><script type="module" src="/script.js"></script>')
    })
    browser = await openChromium(command)
    tab = await browser.openTab(site.address)
  })

  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })

  test.for(goldens)('$source with the seed $seed gives what it gives in Node', async ({ text, ...asked }) => {
    const roll = `globalThis.rollGolden(${JSON.stringify(asked)})`
    expect(await tab.page.evaluate(roll)).toBe(text)
    expect(tab.complaints.filter((complaint) => !complaint.includes('favicon'))).toEqual([])
  })
})
