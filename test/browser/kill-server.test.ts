import { afterAll, beforeAll, expect, test } from 'vitest'
import { textOf } from '../../src/protocol/events.ts'
import { streamPath } from '../../src/protocol/chats.ts'
import { seededChance } from '../../src/shared/ids.ts'
import { describeWith } from '../parts.ts'
import { startFake, type FakeProgram } from '../support/fake-program.ts'
import { openHouse, type House } from '../support/house.ts'
import { writerAt } from '../support/writer.ts'
import { openChromium, type Chromium, type Tab } from './chromium.ts'
import { eventually, storyPage, watchWords, wordsIn, type StoryPage, type Watch } from './story-page.ts'

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const tokens = 60
const behaviour = { tokens, everyMs: 20, salted: true }
const order = `Please write ${tokens} tokens`

describeWith('chromium', `a page that is being written on (seed ${seed})`, (command) => {
  const chance = seededChance(seed)
  let fake: FakeProgram
  let house: House
  let chromium: Chromium
  let tab: Tab
  let story: StoryPage
  let watch: Watch
  let replies = 0

  beforeAll(async () => {
    fake = await startFake(behaviour)
    house = await openHouse({ backends: [{ name: 'fake', baseURL: `${fake.address}/v1`, model: 'fake' }] })
    chromium = await openChromium(command)
    tab = await chromium.openTab(house.edge)
    story = storyPage(tab.page)
    watch = await watchWords(tab.page)
  })
  afterAll(async () => {
    await chromium?.close()
    await house?.stop()
    await fake?.kill()
  })

  test.for([1, 2, 3, 4, 5, 6])('goes on by itself when the server is killed at a random word (%i)', async () => {
    await tellWhile(chance() * 50, async () => void (await house.kill('server')))
  })

  test.for([1, 2])('goes on by itself when the edge is killed at a random word (%i)', async () => {
    await tellWhile(chance() * 50, async () => void (await house.kill('edge')))
  })

  test.for(['server', 'edge'] as const)(
    'keeps its words while the %s is gone, and says whose side that is',
    async (name) => {
      await tellWhile(1 + chance() * 20, async () => {
        fake.standStill() // or the reply might be over before anybody strikes
        await house.without(name, () => keepsItsWords(name))
        fake.goOn()
      })
    },
  )

  test('keeps its words while the back end is gone, and says whose side that is', async () => {
    await tellWhile(1 + chance() * 20, async () => {
      fake.standStill()
      await fake.kill()
      await keepsItsWords('model')
      // Another number for its calls: words that are written a second time would show.
      fake = await startFake(behaviour, fake.port, 10_000)
    })
  })

  async function keepsItsWords(side: 'server' | 'edge' | 'model'): Promise<void> {
    const before = await story.words()
    await story.quietLine(side).waitFor()
    const after = await story.words()
    expect(after.slice(0, before.length)).toBe(before)
    expect(await story.lastReply.isVisible()).toBe(true)
  }

  /** Has a reply written, strikes when so many words are on the screen, and compares what is there in the end. */
  async function tellWhile(atWord: number, strike: () => Promise<void>): Promise<void> {
    replies += 1
    await story.send(order)
    await eventually(() => story.replies.count()).toBe(replies)
    await story.hasWords(Math.floor(atWord))
    await strike()
    const replyId = await story.ended('done', replies)
    const shown = await story.words()
    expect(shown).toBe(textOf(await writerAt(house.edge).readWhole(streamPath(replyId))))
    const numbered = Array.from({ length: tokens }, (_, number) => `t${number}`)
    expect(wordsIn(shown.replaceAll(/#\d+/g, ''))).toEqual(numbered)
    // Asking fails if the page was loaded anew.
    expect(await watch.takenBack()).toEqual([])
    expect(tab.complaints.join('\n')).toBe('')
  }
})
