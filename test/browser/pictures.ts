// The pictures of the README, taken from the real page with the practice narrator writing:
//   npm run build && node test/browser/pictures.ts
// They differ a little every time, for so do the stories. Needs Chromium.
import { findPart, systemParts } from '../../tools/system-parts.js'
import { desk } from './chromium.ts'
import { openScene, type Scene } from './scene.ts'

const folder = new URL('../../docs/images/', import.meta.url)
const earlier = [
  'Dear stranger, by the time you read this the last train will have left without us.',
  'A bell under the water',
]
const turns = [
  'The lighthouse keeper found a door that had not been there the night before.',
  'She put her palm against it. It was warm, and someone on the other side was humming.',
]

const chromium = systemParts.find(({ name }) => name === 'chromium')
const command = chromium && findPart(chromium)
if (command === undefined) throw new Error('There is no Chromium here to take the pictures with.')
const scene = await openScene(command)
try {
  await takePictures(scene)
} finally {
  await scene.close()
}

async function takePictures({ house, enter }: Scene): Promise<void> {
  const tab = await enter({ size: desk, scheme: 'light', isStill: true })
  const picture = (name: string): Promise<Buffer> =>
    tab.page.screenshot({ path: new URL(`${name}.png`, folder).pathname })
  for (const text of earlier) {
    await tab.send(text)
    await tab.ended('done')
    await tab.page.getByRole('link', { name: 'New chat' }).click()
    await tab.page.getByRole('heading', { name: 'A blank page' }).waitFor()
  }
  await tab.page.mouse.move(desk.width - 1, 0)
  for (const [index, text] of turns.entries()) {
    await tab.send(text)
    if (index < turns.length - 1) await tab.ended('done', index + 1)
  }
  await tab.replies.nth(turns.length - 1).waitFor()
  await tab.hasWords(15)
  await picture('story')
  await house.without('server', async () => {
    await tab.quietLine('server').waitFor()
    await picture('outage')
  })
}
