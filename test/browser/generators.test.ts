import { afterAll, beforeAll, expect, test } from 'vitest'
import { goldens } from '../fixtures/generator-goldens.ts'
import { openGenerator } from '../../src/story/generator.ts'
import { generatorScript, generatorWorker } from '../fixtures/generator-page.ts'
import { programs, type Asked } from '../fixtures/generator-programs.ts'
import { openHttpServer, type HttpServer } from '../fixtures/http-server.ts'
import { runningScript, type WorkerUnderTest } from '../fixtures/running-worker.ts'
import { describeWith } from '../parts.ts'
import { openChromium, type Chromium, type Tab } from './chromium.ts'

describeWith('chromium', 'generators in a page that may evaluate no text as a script', (command) => {
  let site: HttpServer
  let browser: Chromium
  let tab: Tab
  let worker: WorkerUnderTest

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
    worker = await runningScript(await generatorWorker())
    browser = await openChromium(command)
    tab = await browser.openTab(site.address)
  })

  afterAll(async () => {
    await browser?.close()
    await site?.close()
    await worker?.stop()
  })

  test.for(goldens)('$source with the seed $seed gives what it gives in Node', async ({ text, ...asked }) => {
    const roll = `globalThis.rollGolden(${JSON.stringify(asked)})`
    expect(await tab.page.evaluate(roll)).toBe(text)
    expect(tab.complaints.filter((complaint) => !complaint.includes('favicon'))).toEqual([])
  })

  test('one set of generators gives the same in Node, in workerd and here', async () => {
    const here = await Promise.all(programs.map(rolledInNode))
    const there = await Promise.all(
      programs.map(async (asked) => {
        const answer = await fetch(worker.address, { method: 'POST', body: JSON.stringify(asked) })
        return answer.text()
      }),
    )
    expect(there).toEqual(here)
    expect(await tab.page.evaluate(`Promise.all(${JSON.stringify(programs)}.map(globalThis.rollGolden))`)).toEqual(here)
    expect(new Set(here).size).toBeGreaterThan(programs.length / 2)
  })
})

async function rolledInNode({ source, seed, index }: Asked): Promise<string> {
  const opened = openGenerator(source)
  const rolled = opened.ok ? await opened.value.roll({ seed, index }) : opened
  // Faults would be the same everywhere, too, and show nothing.
  if (!rolled.ok) throw new Error(rolled.error.message)
  return rolled.value.text
}
