import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Board } from '#protocol/board.ts'
import { describeWith } from '../parts.ts'
import {
  boardNow,
  component,
  failingBoard,
  incident,
  maintenance,
  minutes,
  pastIncident,
  quietBoard,
} from '../support/boards.ts'
import { publishBoard, type PublishedBoard } from '../support/published-board.ts'
import { openChromium, type Chromium } from './chromium.ts'
import { eventually } from './story-page.ts'
import { expectNoWider, expectUsable, looks } from './usable.ts'

const [chats, ...others] = quietBoard().components
const busy = maintenance({ state: 'in_progress', from: boardNow - minutes(10), until: boardNow + minutes(50) })
const past = [pastIncident({ id: 'p8d1f6j3h0sw', number: 6, title: 'A back end was too slow', side: 'model' })]

const moved = component({ ...chats, distrusted: { since: boardNow - minutes(40), because: 'It asks the old port.' } })
const sung = { at: boardNow - minutes(4), backend: 'attic', firstTokenMs: 640, tokensPerSecond: 31.2 }
const writing = component({ id: 'c4n4ry000000', name: 'Writing', hop: 'canary', canary: sung })

/** What the pages are looked at with. */
const scenes: readonly (readonly [name: string, path: string, board: Board])[] = [
  ['a quiet day', '/', quietBoard({ past })],
  ['an open incident', '/', failingBoard()],
  ['one incident', '/i/2gztsrksff0v', failingBoard()],
  [
    'the history',
    '/history',
    failingBoard({ past: [...past, pastIncident({ id: 'p8d1f6j3h0sx', isBackfilled: true })] }),
  ],
  [
    'maintenance',
    '/',
    quietBoard({ components: [component({ ...chats, state: 'under_maintenance' }), ...others], maintenances: [busy] }),
  ],
  ['a blind monitor', '/', quietBoard({ blind: { since: boardNow - minutes(9), lastLookAt: boardNow - minutes(10) } })],
  ['mere reports', '/', quietBoard({ components: [component({ ...chats, isReported: true }), ...others] })],
  ['a probe that is wrong, and a model that is fast', '/', quietBoard({ components: [moved, writing, ...others] })],
  ['nothing there', '/i/nothing00000', quietBoard()],
]

// A folder to put pictures in, for whoever wants to look.
const pictures = process.env['PICTURES']

describeWith('chromium', 'the status page', (command) => {
  let site: PublishedBoard
  let chromium: Chromium

  beforeAll(async () => {
    site = await publishBoard(quietBoard())
    chromium = await openChromium(command)
  })
  afterAll(async () => {
    await chromium?.close()
    await site?.close()
  })

  test.for(looks)('on $on by $at everybody can read it, whatever it tells', async (look) => {
    for (const [name, path, board] of scenes) {
      site.show(board)
      const tab = await chromium.openTab(`${site.address}${path}`, { ...look, isStill: true })
      const file = `${name.replaceAll(' ', '-')}-${look.size.width}-${look.scheme}.png`
      if (pictures !== undefined) await tab.page.screenshot({ path: `${pictures}/${file}`, fullPage: true })
      await expectNoWider(tab)
      for (const summary of await tab.page.locator('summary').all()) await summary.click()
      await expectUsable(tab, name)
      if (pictures !== undefined) await tab.page.screenshot({ path: `${pictures}/unfolded-${file}`, fullPage: true })
      await tab.close()
    }
  })

  test('a screen of 320 px is wide enough for any word', async () => {
    const long = 'so'.repeat(200)
    site.show(failingBoard({ open: [incident({ title: long, evidence: [long], safe: long })] }))
    const tab = await chromium.openTab(site.address, { size: { width: 320, height: 640 }, isStill: true })
    await expectNoWider(tab)
    await tab.close()
  })

  test('is all there without a script, and on paper', async () => {
    site.show(failingBoard())
    const tab = await chromium.openTab(site.address)
    await tab.page.emulateMedia({ media: 'print' })
    await tab.page.getByText('Days that were not simply well: Edge').waitFor()
    expect(await tab.page.locator('nav').isVisible()).toBe(false)
    await tab.close()
  })

  test('brings itself up to date, and leaves unfolded what was', async () => {
    site.show(failingBoard())
    const tab = await chromium.openTab(site.address)
    await tab.page.locator('summary').first().click()
    // Whoever has a place on the page keeps it; here nobody has.
    await tab.page.evaluate(() => document.querySelector<HTMLElement>('summary')?.blur())
    site.show(quietBoard())
    await tab.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await tab.page.getByRole('heading', { name: 'Everything we watch works' }).waitFor()
    await eventually(() => tab.page.locator('details').first().getAttribute('open')).toBe('')
    expect(tab.complaints.join('\n')).toBe('')
    await tab.close()
  })

  test('says how old it is', async () => {
    const { asOf } = quietBoard()
    site.show(quietBoard({ asOf: Date.now() - minutes(25) }))
    const tab = await chromium.openTab(site.address)
    await tab.page.getByText('25 min ago: it may be otherwise now').waitFor()
    site.show(quietBoard({ asOf }))
    await tab.close()
  })
})
