import { expect, test } from 'vitest'
import { manualClock } from '../../../test/support/clock.ts'
import { Drafts } from '../drafts/drafts.ts'
import { testBrowser, testMeans, type TestBrowser } from '../test-means.ts'
import { Generators } from './generators.ts'

/** A tab of that browser, with its own clock in the hand of the test. */
async function openTab(browser: TestBrowser) {
  const clock = manualClock()
  const means = testMeans(() => Promise.reject(new Error('no network in this test')), browser)
  const drafts = new Drafts(means)
  await drafts.load()
  const generators = new Generators({ ...means, clock, drafts })
  await generators.library.load()
  return { generators, drafts, pause: () => clock.advance(1_000) }
}

type Tab = Awaited<ReturnType<typeof openTab>>

function textsIn({ generators }: Tab): readonly string[] {
  return (generators.all.value ?? []).map(({ text }) => text)
}

test('what was typed is in the list after a pause, and then there is no draft of it', async () => {
  const browser = testBrowser()
  const tab = await openTab(browser)
  const opened = tab.generators.open(tab.generators.begin('Beasts', 'owl'))
  opened.write('owl\nwolf')
  opened.rename('Beasts of the wood')
  expect(opened.isKept.value).toBe(false)
  await tab.pause()
  await expect.poll(() => opened.isKept.value).toBe(true)
  expect(opened.text.value).toBe('owl\nwolf')
  expect(tab.drafts.places('')).toEqual([])
  const again = await openTab(browser)
  expect(again.generators.all.value).toMatchObject([{ name: 'Beasts of the wood', text: 'owl\nwolf' }])
})

test('what was typed without a pause is there again after a crash, and goes into the list then', async () => {
  const browser = testBrowser()
  const tab = await openTab(browser)
  const id = tab.generators.begin('Beasts', 'owl')
  await expect.poll(async () => textsIn(await openTab(browser))).toEqual(['owl'])
  tab.generators.open(id).write('owl\nwo')
  const again = await openTab(browser)
  expect(textsIn(again)).toEqual(['owl\nwo'])
  again.generators.open(id).resume()
  await again.pause()
  await expect.poll(() => again.drafts.places('')).toEqual([])
  expect(textsIn(await openTab(browser))).toEqual(['owl\nwo'])
})

test('a text that was taken out whole stays out', async () => {
  const browser = testBrowser()
  const tab = await openTab(browser)
  const id = tab.generators.begin('Beasts', 'owl')
  const opened = tab.generators.open(id)
  opened.write('')
  expect(opened.text.value).toBe('')
  await tab.pause()
  await expect.poll(() => opened.isKept.value).toBe(true)
  expect(textsIn(await openTab(browser))).toEqual([''])
})

test('what the database does not take is shown and kept as a draft, and is in the list when it takes it', async () => {
  const browser = testBrowser()
  const tab = await openTab(browser)
  browser.disk.fail('QuotaExceededError')
  const opened = tab.generators.open(tab.generators.begin('Beasts', ''))
  opened.write('owl')
  await tab.pause()
  await expect.poll(() => tab.generators.library.trouble.value?.kind).toBe('quota')
  expect(opened.isKept.value).toBe(false)
  expect(textsIn(await openTab(browser))).toEqual(['owl'])
  browser.disk.fail(null)
  opened.write('owl\nwolf')
  await tab.pause()
  await expect.poll(() => opened.isKept.value).toBe(true)
  expect(textsIn(await openTab(browser))).toEqual(['owl\nwolf'])
})

test('it is the same in two tabs, and where both wrote at once neither takes the place of the other', async () => {
  const browser = testBrowser()
  const [one, other] = [await openTab(browser), await openTab(browser)]
  const id = one.generators.begin('Beasts', 'owl')
  await expect.poll(() => textsIn(other)).toEqual(['owl'])
  const [here, there] = [one.generators.open(id), other.generators.open(id)]
  here.write('owl\nwolf')
  await one.pause()
  await expect.poll(() => there.text.value).toBe('owl\nwolf')
  await expect.poll(() => one.drafts.places('')).toEqual([])
  here.write('owl\nbear')
  there.write('owl\nfox')
  await expect.poll(() => here.draft.others.value.length + there.draft.others.value.length).toBeGreaterThan(0)
})

test('one that was deleted is gone, with what was being typed into it', async () => {
  const browser = testBrowser()
  const tab = await openTab(browser)
  const id = tab.generators.begin('Beasts', 'owl')
  tab.generators.open(id).write('owl\nwo')
  expect(await tab.generators.remove(id)).toBe(true)
  await tab.pause()
  expect(textsIn(tab)).toEqual([])
  expect(textsIn(await openTab(browser))).toEqual([])
})

test('one that could not be deleted is still there', async () => {
  const browser = testBrowser()
  const tab = await openTab(browser)
  const id = tab.generators.begin('Beasts', 'owl')
  browser.disk.fail('SecurityError')
  expect(await tab.generators.remove(id)).toBe(false)
  expect(textsIn(tab)).toEqual(['owl'])
})

test('a database that was deleted under the page gets everything again', async () => {
  const browser = testBrowser()
  const tab = await openTab(browser)
  tab.generators.begin('Beasts', 'owl')
  await expect.poll(async () => textsIn(await openTab(browser))).toEqual(['owl'])
  await browser.disk.deleteDatabase()
  await expect.poll(async () => textsIn(await openTab(browser))).toEqual(['owl'])
})

test('others are imported by their names; of two with one name it is the one that was changed last', async () => {
  const tab = await openTab(testBrowser())
  tab.generators.begin(' beasts ', 'owl')
  tab.generators.begin('', 'nobody can name this')
  tab.generators.begin('__proto__', 'a name like any other')
  await tab.pause()
  tab.generators.begin('beasts', 'wolf')
  expect(Object.entries(tab.generators.sources.value)).toEqual(
    expect.arrayContaining([
      ['__proto__', 'a name like any other'],
      ['beasts', 'wolf'],
    ]),
  )
})

test('what comes with a generator is taken in, too, unless there is one of its name', async () => {
  const tab = await openTab(testBrowser())
  tab.generators.begin('Night birds', 'output\n  mine')
  const id = tab.generators.takeIn('Beasts', 'output\n  [x]', [
    { name: 'night-birds', lists: 'output\n  theirs' },
    { name: 'beetles', lists: 'output\n  beetle' },
    { name: 'Beetles', lists: 'output\n  another' },
  ])
  expect(tab.generators.open(id).text.value).toBe('output\n  [x]')
  expect(textsIn(tab).toSorted()).toEqual(['output\n  [x]', 'output\n  beetle', 'output\n  mine'])
})
