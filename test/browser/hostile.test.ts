import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { HttpServer } from '../fixtures/http-server.ts'
import { describeWith } from '../parts.ts'
import type { Tab } from './chromium.ts'
import { openParrot } from './parrot.ts'
import { fakeAt, openScene, type Scene } from './scene.ts'
import { eventually, type StoryPage } from './story-page.ts'

// Whatever of this ran would say so in the title.
const hostile = `<img src=x onerror="document.title='ran'"> <script>document.title='ran'</script>

# <svg onload="document.title='ran'">

[a link](javascript:document.title='ran') and ![a picture](http://127.0.0.1:9/picture.png)

[a page](data:text/html,<script>1</script>) <a href="javascript:document.title='ran'">home</a>

\`\`\`html
<iframe src="http://127.0.0.1:9/"></iframe>
\`\`\`

<style>body { display: none }</style> <form action="http://127.0.0.1:9/"><button>Send</button></form> The end.`

describeWith('chromium', 'a story that means harm', (command) => {
  let parrot: HttpServer
  let scene: Scene
  let tab: Tab & StoryPage

  beforeAll(async () => {
    parrot = await openParrot(hostile)
    scene = await openScene(command, { backends: [fakeAt(`${parrot.address}/v1`)] })
  })
  beforeEach(async () => void (tab = await scene.enter()))
  afterEach(() => tab.close())
  afterAll(async () => {
    await scene?.close()
    await parrot?.close()
  })

  test('is shown as text, from the model and from the writer alike', async () => {
    await tab.send(hostile)
    await tab.ended('done')
    for (const prose of await tab.page.locator('.prose').all()) {
      expect(await prose.locator('img, script, svg, iframe, style, form, :not([data-seam]) > button').count()).toBe(0)
      const text = await prose.textContent()
      for (const part of ['<img src=x onerror=', '<script>', '<iframe src=', '<style>body', 'The end.'])
        expect(text).toContain(part)
      const addresses = await prose
        .locator('[href]')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href')))
      expect(addresses.filter((address) => !/^https?:/.test(address ?? ''))).toEqual([])
    }
    expect(await tab.page.title()).not.toBe('ran')
    expect(tab.complaints, 'it was the text that was harmless, not only the policy').toEqual([])
    expect([...tab.origins]).toEqual([scene.house.edge])
  })

  test('could not run even if it got into the page as more than text', async () => {
    await tab.page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = "document.title = 'ran'"
      document.body.append(
        script,
        Object.assign(document.createElement('img'), { src: 'http://127.0.0.1:9/picture.png' }),
      )
    })
    await eventually(() => tab.complaints.length).toBe(2)
    expect(tab.complaints.join()).toMatch(/script-src.*img-src/s)
    expect(await tab.page.title()).not.toBe('ran')
  })
})
