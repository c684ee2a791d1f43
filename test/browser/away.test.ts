import { expect, test } from 'vitest'
import type { Side } from '../../src/protocol/fault.ts'
import { describeWith } from '../parts.ts'
import type { Tab } from './chromium.ts'
import { sceneForEach, type Scene } from './scene.ts'
import { eventually, type StoryPage } from './story-page.ts'

describeWith('chromium', 'a turn that is sent while the way is broken', (command) => {
  let scene: Scene
  let tab: Tab & StoryPage

  sceneForEach(command, { tokens: 8 }, (entered, opened) => {
    tab = entered
    scene = opened
  })

  test('to the network is kept, and sent exactly once when the network is back', async () => {
    await tab.context.setOffline(true)
    await tab.send('Once')
    await waitsBecauseOf('your-network')
    await tab.context.setOffline(false)
    await isTakenOnce('Once')
  })

  test.for(['server', 'edge'] as const)('to the %s is kept, and taken exactly once when it is back', async (name) => {
    await scene.house.without(name, async () => {
      await tab.send('Once')
      await waitsBecauseOf(name)
    })
    await isTakenOnce('Once')
  })

  test('is kept when the page is loaded anew before anybody has taken it', async () => {
    await scene.house.without('server', async () => {
      await tab.send('Once')
      await waitsBecauseOf('server')
      await tab.page.reload()
      await waitsBecauseOf('server')
    })
    await isTakenOnce('Once')
  })

  test('is taken exactly once when the server dies just as it is sent', async () => {
    await tab.send('Once')
    await scene.house.kill('server')
    await isTakenOnce('Once')
  })

  test('leaves the box free to write on, and what is written there is kept', async () => {
    await scene.house.without('server', async () => {
      await tab.send('Once')
      await waitsBecauseOf('server')
      await tab.box.pressSequentially('upon a time')
    })
    await isTakenOnce('Once')
    expect(await tab.box.inputValue()).toBe('upon a time')
  })

  /** The words stand in the story, with the reason beside them; the box is empty. */
  async function waitsBecauseOf(side: Side): Promise<void> {
    const onItsWay = tab.page.locator('[data-turn]')
    await onItsWay.locator(`.quiet-line[data-side="${side}"]`).waitFor()
    expect(await onItsWay.locator('.prose').textContent()).toBe('Once')
    expect(await tab.box.inputValue()).toBe('')
  }

  async function isTakenOnce(text: string): Promise<void> {
    await tab.ended('done')
    await eventually(() => tab.page.locator('[data-turn]').count()).toBe(0)
    expect(await tab.ownMessages.locator('.prose').allTextContents()).toEqual([text])
    const stored = await scene.storedIn(tab)
    expect(stored.map(({ role }) => role)).toEqual(['user', 'assistant'])
    expect(stored.every(({ variants }) => variants.length === 1)).toBe(true)
    expect(await tab.words()).toBe(stored[1]?.text)
  }
})
