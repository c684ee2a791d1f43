import { expect, test } from 'vitest'
import { emptySheet } from '#protocol/sheet.ts'
import { manualClock } from '../../../test/support/clock.ts'
import { Drafts } from '../drafts/drafts.ts'
import { testBrowser, testMeans, type TestBrowser } from '../test-means.ts'
import { characterFile, readCharacter } from './character-file.ts'
import { Characters } from './characters.ts'
import { savedCharacters } from './saved-character.ts'

/** A tab of that browser, with its own clock in the hand of the test. */
async function openTab(browser: TestBrowser, isRead = true) {
  const clock = manualClock()
  const means = testMeans(() => Promise.reject(new Error('no network in this test')), browser)
  const drafts = new Drafts(means)
  await drafts.load()
  const characters = new Characters({ ...means, clock, drafts }, savedCharacters)
  if (isRead) await characters.library.load()
  return { characters, drafts, pause: () => clock.advance(1_000) }
}

const sheet = { ...emptySheet, name: 'Ada', lore: [{ keys: 'key', text: 'lore' }] }

test('what was typed into any of its boxes is in the list after a pause, and then there is no draft of it', async () => {
  const browser = testBrowser()
  const tab = await openTab(browser)
  const opened = tab.characters.open(tab.characters.begin(sheet))
  opened.text('about').write('exact')
  opened.lore.value[0]?.text.write('more lore')
  expect(opened.isKept.value).toBe(false)
  await tab.pause()
  await expect.poll(() => opened.isKept.value).toBe(true)
  expect(tab.drafts.places('')).toEqual([])
  const again = await openTab(browser)
  expect(again.characters.all.value).toMatchObject([{ name: 'Ada', about: 'exact' }])
  expect(again.characters.open(opened.id).sheet()).toMatchObject({ lore: [{ keys: 'key', text: 'more lore' }] })
})

test('what was typed without a pause is there again after a crash, and goes into the list then', async () => {
  const browser = testBrowser()
  const tab = await openTab(browser)
  const id = tab.characters.begin(sheet)
  await expect.poll(async () => (await openTab(browser)).characters.all.value).toHaveLength(1)
  tab.characters.open(id).lore.value[0]?.text.write('half a wo')
  const again = await openTab(browser)
  expect(again.characters.open(id).sheet().lore).toEqual([{ keys: 'key', text: 'half a wo' }])
  again.characters.open(id).resume()
  await again.pause()
  await expect.poll(() => again.drafts.places('')).toEqual([])
  expect((await openTab(browser)).characters.open(id).sheet().lore).toEqual([{ keys: 'key', text: 'half a wo' }])
})

test('entries come and go without touching what is being typed', async () => {
  const tab = await openTab(testBrowser())
  const opened = tab.characters.open(tab.characters.begin(sheet))
  opened.text('name').write('Ada Lo')
  opened.addLore()
  opened.lore.value[1]?.keys.write('sea')
  opened.setPicture('data:image/png;base64,AAAA')
  const [first] = opened.lore.value
  if (first !== undefined) opened.removeLore(first)
  expect(opened.sheet()).toEqual({
    ...sheet,
    name: 'Ada Lo',
    lore: [{ keys: 'sea', text: '' }],
    picture: 'data:image/png;base64,AAAA',
  })
  await tab.pause()
  await expect.poll(() => opened.isKept.value).toBe(true)
  expect(opened.sheet()).toMatchObject({ name: 'Ada Lo', lore: [{ keys: 'sea', text: '' }] })
})

test('one that is removed leaves nothing behind', async () => {
  const browser = testBrowser()
  const tab = await openTab(browser)
  const id = tab.characters.begin(sheet)
  tab.characters.open(id).text('scene').write('somewhere')
  expect(await tab.characters.remove(id)).toBe(true)
  await tab.pause()
  expect(tab.characters.all.value).toEqual([])
  expect((await openTab(browser)).characters.all.value).toEqual([])
})

test('a box that was emptied here shows what another tab writes into it, and gives it to nobody else empty', async () => {
  const browser = testBrowser()
  const [one, two] = [await openTab(browser), await openTab(browser)]
  const id = one.characters.begin({ ...sheet, about: 'old' })
  await expect.poll(() => two.characters.all.value).toHaveLength(1)
  const [here, there] = [one.characters.open(id), two.characters.open(id)]
  here.text('about').write('')
  await one.pause()
  await expect.poll(() => there.text('about').text.value).toBe('')
  there.text('about').write('new')
  await two.pause()
  await expect.poll(() => here.text('about').text.value).toBe('new')
  await expect.poll(() => one.drafts.places('')).toEqual([])
  here.text('name').write('Bo')
  await one.pause()
  await expect
    .poll(async () => (await openTab(browser)).characters.open(id).sheet())
    .toMatchObject({
      name: 'Bo',
      about: 'new',
    })
})

test('what another tab has made of it is not written over by what this one knew', async () => {
  const browser = testBrowser()
  const tab = await openTab(browser)
  const id = tab.characters.begin({ ...sheet, about: 'whole' })
  await expect.poll(async () => (await openTab(browser)).characters.all.value).toHaveLength(1)
  // Its library has not been read, or could not be.
  const { characters, pause } = await openTab(browser, false)
  characters.open(id).text('scene').write('here')
  await pause()
  await expect
    .poll(async () => (await openTab(browser)).characters.open(id).sheet())
    .toEqual({
      ...sheet,
      about: 'whole',
      scene: 'here',
    })
})

test('one that another tab removed comes back only for words that were not there yet', async () => {
  const browser = testBrowser()
  const [one, two] = [await openTab(browser), await openTab(browser)]
  const id = one.characters.begin(sheet)
  await expect.poll(() => two.characters.all.value).toHaveLength(1)
  const opened = one.characters.open(id)
  opened.text('about').write('x')
  opened.text('about').write('')
  await one.pause()
  await expect.poll(() => opened.isKept.value).toBe(true)
  opened.resume()
  await two.characters.remove(id)
  await one.pause()
  expect((await openTab(browser)).characters.all.value).toEqual([])
})

test('words in an entry that did not get to the disk are there again, and can be removed', async () => {
  const browser = testBrowser()
  const tab = await openTab(browser)
  const id = tab.characters.begin(sheet)
  await expect.poll(async () => (await openTab(browser)).characters.all.value).toHaveLength(1)
  tab.drafts.of(`character:${id}:lore:lost:text`).write('half a wo')
  const again = await openTab(browser)
  expect(again.characters.open(id).sheet().lore).toEqual([...sheet.lore, { keys: '', text: 'half a wo' }])
  again.characters.open(id).resume()
  await again.pause()
  await expect.poll(() => again.drafts.places('')).toEqual([])
  const third = await openTab(browser)
  expect(third.characters.open(id).sheet().lore).toEqual([...sheet.lore, { keys: '', text: 'half a wo' }])
  third.drafts.of('character:ghost:lore:lost:text').write('boo')
  expect(third.characters.all.value?.map((one) => one.id)).toContain('ghost')
  await third.characters.remove('ghost')
  expect(third.characters.all.value?.map((one) => one.id)).toEqual([id])
})

test('where its row is lost, what is changed is changed of what it is made from', async () => {
  const tab = await openTab(testBrowser())
  const opened = tab.characters.open('a-chat', { ...sheet, about: 'whole' })
  opened.text('scene').write('here')
  expect(opened.sheet()).toEqual({ ...sheet, about: 'whole', scene: 'here' })
  await tab.pause()
  await expect.poll(() => opened.isKept.value).toBe(true)
  expect(opened.sheet()).toEqual({ ...sheet, about: 'whole', scene: 'here' })
})

test('as a file it comes back as it was, however long it is, and nothing else is taken for one', async () => {
  const long = { ...sheet, about: 'x'.repeat(400_000) }
  expect(await readCharacter(new Blob([characterFile(long)]))).toEqual(long)
  expect(await readCharacter(new Blob([characterFile(sheet)]))).toEqual(sheet)
  for (const text of ['', '{}', 'null', '{"holdfast":"character","version":2,"sheet":{}}', '[1'])
    expect(await readCharacter(new Blob([text]))).toBeNull()
})
