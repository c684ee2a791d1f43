import { afterAll, beforeAll, test } from 'vitest'
import { describeWith } from '../parts.ts'
import { smallArchive } from '../support/small-archive.ts'
import { openScene, type Scene } from './scene.ts'
import { expectUsable, looks } from './usable.ts'

const { lines } = smallArchive(['one', 'two', 'three'], 'A damaged one')
const damaged = Buffer.concat(lines.filter((_, n) => n !== 3))

describeWith('chromium', 'the looks of the page of words', (command) => {
  let scene: Scene

  beforeAll(async () => {
    scene = await openScene(command)
    const { bytes } = smallArchive(['The sea was grey.'], 'The sea')
    await fetch(`${scene.house.edge}/api/import`, { method: 'POST', body: new Uint8Array(bytes) })
  })
  afterAll(() => scene?.close())

  test.for(looks)('on $on by $at everybody can take stories away, bring them back and have copies', async (look) => {
    const tab = await scene.enter({ ...look, isStill: true })
    await tab.page.goto(`${scene.house.edge}/words`)
    await tab.page.getByLabel('Some of them').check()
    await tab.page.getByText('Seal it with a passphrase').click()
    await tab.page.getByLabel('Passphrase').fill('one')
    await tab.page.getByRole('checkbox', { name: 'The sea' }).check()
    await tab.button('Save the file').click()
    await tab.page.getByText('The two are not the same').waitFor()
    await expectUsable(tab, 'an export')
    const file = { name: 'damaged.jsonl', mimeType: 'application/octet-stream', buffer: damaged }
    await tab.page.getByLabel('Choose a file').setInputFiles(file)
    await tab.page.getByText('What is whole in the file was taken in.').waitFor()
    await tab.button('Remind me to save a file').click()
    await tab.page.getByText('A copy of your stories is due').waitFor()
    await expectUsable(tab, 'a report, and a copy that is due')
    await scene.house.without('server', async () => {
      await tab.page.getByLabel('The same again').fill('one')
      await tab.button('Save the file').click()
      await tab.page.getByRole('alert').first().waitFor()
      await expectUsable(tab, 'an export without a server')
    })
    await tab.close()
  })
})
