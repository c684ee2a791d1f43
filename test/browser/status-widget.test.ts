import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, test } from 'vitest'
import { openHttpServer, type HttpServer } from '../fixtures/http-server.ts'
import { describeWith } from '../parts.ts'
import { failingBoard, quietBoard } from '../support/boards.ts'
import { publishBoard, type PublishedBoard } from '../support/published-board.ts'
import { openChromium, type Chromium } from './chromium.ts'
import { eventually } from './story-page.ts'

// Atlassian's own widget, unchanged. Its package names a file that is not in it, so it is read from where it lies.
const widget = new URL('../../node_modules/@statuspage/status-widget/dist/index.js', import.meta.url)

describeWith('chromium', "Statuspage's widget on somebody's page", (command) => {
  let board: PublishedBoard
  let elsewhere: HttpServer
  let chromium: Chromium

  beforeAll(async () => {
    board = await publishBoard(failingBoard())
    const script = await readFile(widget)
    elsewhere = await openHttpServer(({ url }, response) => {
      if (url === '/widget.js') response.setHeader('content-type', 'text/javascript').end(script)
      else response.setHeader('content-type', 'text/html').end(pageAbout(board.address))
    })
    chromium = await openChromium(command)
  })
  afterAll(async () => {
    await chromium?.close()
    await elsewhere?.close()
    await board?.close()
  })

  test.for([
    ['an outage', failingBoard(), 'Partial System Outage'],
    ['a quiet day', quietBoard(), 'All Systems Operational'],
  ] as const)('says what we say on %s', async ([, shown, says]) => {
    board.show(shown)
    const tab = await chromium.openTab(elsewhere.address)
    for (const place of [0, 1]) {
      const text = (): Promise<string> =>
        tab.page.evaluate(
          (index) => document.querySelectorAll('statuspage-widget')[index]?.shadowRoot?.textContent ?? '',
          place,
        )
      await eventually(text).toContain(says)
    }
    await tab.close()
  })
})

function pageAbout(address: string): string {
  return `<!doctype html><title>Somebody's page</title><statuspage-widget src="${address}"></statuspage-widget>
    <statuspage-widget appearance="badge" src="${address}"></statuspage-widget><script src="/widget.js"></script>`
}
