import { describe, expect, test } from 'vitest'
import { memoryShelf, testBrowser, testMeans, type TestBrowser } from '../test-means.ts'
import { Drafts } from './drafts.ts'
import { DraftKeeping } from './keeping.ts'
import type { PlacedMark } from './words.ts'

/** A tab of that browser, as it is when the database has answered. */
async function openTab(browser: TestBrowser): Promise<Drafts> {
  const drafts = tabOf(browser)
  await drafts.load()
  return drafts
}

function tabOf(browser: TestBrowser): Drafts {
  return new Drafts(testMeans(() => Promise.reject(new Error('no network in this test')), browser))
}

const fullShelf = { ...memoryShelf(), put: () => false }

function textOf(drafts: Drafts, place = 'chat'): string {
  return drafts.of(place).text.value
}

function othersOf(drafts: Drafts): readonly string[] {
  return drafts.of('chat').others.value.map(({ text }) => text)
}

/** The texts in the database. */
async function textsOf({ disk }: TestBrowser): Promise<readonly string[]> {
  const means = testMeans(() => Promise.reject(new Error('no network in this test')), { ...testBrowser(), disk })
  return (await new DraftKeeping(means).inStore()).map(({ text }) => text)
}

describe('what stands in a box', () => {
  test('it is there again, with its caret, before the database has answered', () => {
    const browser = testBrowser()
    tabOf(browser).of('chat').write('Half a sent', { start: 4, end: 6 })
    const again = tabOf(browser)
    expect(textOf(again)).toBe('Half a sent')
    expect(again.of('chat').caret.value).toEqual({ start: 4, end: 6 })
    expect(textOf(again, 'another')).toBe('')
  })

  test('a caret that only moved is kept as well', () => {
    const browser = testBrowser()
    const draft = tabOf(browser).of('chat')
    draft.write('Half a sent')
    draft.moveCaret({ start: 0, end: 0 })
    expect(tabOf(browser).of('chat').caret.value).toEqual({ start: 0, end: 0 })
  })

  test.for([
    ['the shelf takes nothing', { ...testBrowser(), shelf: fullShelf }, undefined],
    ['the database takes nothing', testBrowser(), 'QuotaExceededError'],
  ] as const)('it is there again although %s', async ([, browser, failure]) => {
    browser.disk.fail(failure ?? null)
    const drafts = await openTab(browser)
    drafts.of('chat').write('words')
    await expect.poll(async () => textOf(await openTab(browser))).toBe('words')
    expect(drafts.trouble.value).toBeNull()
  })

  test('a browser that keeps nothing at all is told of, and the text stays in the box', async () => {
    const browser = { ...testBrowser(), shelf: fullShelf }
    browser.disk.fail('SecurityError')
    const drafts = tabOf(browser)
    drafts.of('chat').write('words')
    await expect.poll(() => drafts.trouble.value?.kind).toBe('blocked')
    expect(textOf(drafts)).toBe('words')
    browser.disk.fail(null)
    drafts.of('another').write('more words')
    await expect.poll(() => drafts.trouble.value).toBeNull()
    expect(textOf(await openTab(browser)), 'what was typed during the trouble is kept after it').toBe('words')
  })

  test('it is kept again when the database is deleted under the open page', async () => {
    const browser = { ...testBrowser(), shelf: fullShelf }
    const drafts = await openTab(browser)
    drafts.of('chat').write('words')
    await expect.poll(() => textsOf(browser)).toHaveLength(1)
    await browser.disk.deleteDatabase()
    await expect.poll(async () => textOf(await openTab(browser))).toBe('words')
  })

  test('what a tab that crashed left on the shelf alone is in the database before the browser is killed too', async () => {
    const browser = testBrowser()
    browser.disk.fail('UnknownError')
    ;(await openTab(browser)).of('chat').write('typed in haste')
    browser.disk.fail(null)
    await openTab(browser)
    await expect.poll(() => textsOf(browser)).toEqual(['typed in haste'])
    expect(textOf(await openTab({ ...testBrowser(), disk: browser.disk }))).toBe('typed in haste')
  })

  test('an emptied box leaves no text behind', async () => {
    const browser = testBrowser()
    const draft = (await openTab(browser)).of('chat')
    draft.write('a')
    draft.write('')
    await expect.poll(() => browser.shelf.keys('')).toEqual([])
    expect(await textsOf(browser)).toEqual([''])
  })

  test.for(['in one tab', 'in another tab'])(
    'an emptied box stays empty although the browser was killed before its shelf was on the disk, written %s',
    async (where) => {
      const browser = testBrowser()
      const draft = (await openTab(browser)).of('chat')
      draft.write('sent words')
      const [key = ''] = browser.shelf.keys('')
      const onDisk = browser.shelf.get(key) ?? ''
      const sending = where === 'in one tab' ? draft : (await openTab(browser)).of('chat')
      sending.write('sent words, all of them')
      sending.write('')
      await expect.poll(() => textsOf(browser)).toEqual([''])
      const killed = { ...testBrowser(), disk: browser.disk }
      killed.shelf.put(key, onDisk)
      expect(textOf(await openTab(killed))).toBe('')
      expect(textOf(tabOf(killed)), 'and the next page does not even begin with it').toBe('')
    },
  )

  test('an emptied box stays empty, although the database could not let go of its text', async () => {
    const browser = testBrowser()
    const draft = (await openTab(browser)).of('chat')
    draft.write('sent words')
    await expect.poll(() => textsOf(browser)).toHaveLength(1)
    browser.disk.fail('UnknownError')
    draft.write('')
    browser.disk.fail(null)
    expect(textOf(await openTab(browser))).toBe('')
  })

  test('what an older page kept as a bare text is the same in every tab that is opened', async () => {
    const browser = testBrowser()
    browser.shelf.put('holdfast:draft:chat', 'old words')
    await openTab(browser)
    await expect.poll(() => textsOf(browser)).toEqual(['old words'])
    const again = await openTab(browser)
    expect([textOf(again), othersOf(again)]).toEqual(['old words', []])
  })

  test('what an older page kept as a bare text is still there, and is not kept twice', async () => {
    const browser = testBrowser()
    browser.shelf.put('holdfast:draft:chat', 'old words')
    const drafts = await openTab(browser)
    expect(textOf(drafts)).toBe('old words')
    drafts.of('chat').write('old words, and new ones')
    expect(browser.shelf.get('holdfast:draft:chat')).toBeNull()
    expect(textOf(await openTab(browser))).toBe('old words, and new ones')
  })
})

describe('a box in two tabs', () => {
  test('both show what is typed in one of them, however long the other was open', async () => {
    const browser = testBrowser()
    const [one, two] = [tabOf(browser), tabOf(browser)]
    one.of('chat').write('Once')
    await expect.poll(() => textOf(two)).toBe('Once')
    two.of('chat').write('Once upon')
    await expect.poll(() => textOf(one)).toBe('Once upon')
    one.of('chat').write('')
    await expect.poll(() => textOf(two)).toBe('')
    expect([...othersOf(one), ...othersOf(two)]).toEqual([])
  })

  test('what was typed without seeing the other is offered there, and taken from nobody', async () => {
    const browser = testBrowser()
    const [one, two] = [tabOf(browser), tabOf(browser)]
    one.of('chat').write('one')
    two.of('chat').write('two')
    await expect.poll(() => [othersOf(one), othersOf(two)]).toEqual([['two'], ['one']])
    expect([textOf(one), textOf(two)]).toEqual(['one', 'two'])
  })

  test('after a crash of both the newest edit stands in the box, and the other is offered', async () => {
    const browser = testBrowser()
    browser.tabs.setSilent(true)
    const [one, two] = [tabOf(browser), tabOf(browser)]
    two.of('chat').write('two')
    for (const text of ['o', 'on', 'one']) one.of('chat').write(text)
    const again = await openTab(browser)
    expect([textOf(again), othersOf(again)]).toEqual(['one', ['two']])
  })

  test.for([
    ['use', 'two'],
    ['both', 'one\n\ntwo'],
    ['drop', 'one'],
  ] as const)('the offer ends when one is chosen: %s', async ([how, text]) => {
    const browser = testBrowser()
    const [one, two] = [tabOf(browser), tabOf(browser)]
    one.of('chat').write('one')
    two.of('chat').write('two')
    await expect.poll(() => othersOf(one)).toEqual(['two'])
    const draft = one.of('chat')
    for (const other of draft.others.value) draft.settle(other, how)
    expect([textOf(one), othersOf(one)]).toEqual([text, []])
    await expect.poll(() => [textOf(two), othersOf(two)]).toEqual([text, []])
  })

  test('a text that one tab sent is gone from the other, but not what was typed there meanwhile', async () => {
    const browser = testBrowser()
    const [one, two] = [tabOf(browser), tabOf(browser)]
    one.of('chat').write('Once')
    await expect.poll(() => textOf(two)).toBe('Once')
    browser.tabs.setSilent(true)
    two.of('chat').write('Once more')
    browser.tabs.setSilent(false)
    one.of('chat').takeOut('Once')
    expect(textOf(one)).toBe('')
    two.of('chat').write('Once more!')
    await expect.poll(() => textOf(one)).toBe('Once more!')
    expect(textOf(two)).toBe('Once more!')
  })
})

describe('a text that comes back or goes out', () => {
  test('coming back does not push out what was typed since', () => {
    const draft = tabOf(testBrowser()).of('chat')
    draft.write('new words')
    draft.giveBack('refused words')
    expect(draft.text.value).toBe('refused words\n\nnew words')
  })

  test('going out leaves what was typed behind it, and takes nothing that was changed', () => {
    const draft = tabOf(testBrowser()).of('chat')
    draft.write('Once upon')
    draft.takeOut('Once')
    expect(draft.text.value).toBe(' upon')
    draft.takeOut('Once')
    expect(draft.text.value).toBe(' upon')
  })

  test('it is carried to another place with its caret, and never over what stands there', async () => {
    const browser = testBrowser()
    const drafts = await openTab(browser)
    drafts.of('chat').write('words', { start: 2, end: 2 })
    drafts.carry('chat', 'chat/branch')
    expect([textOf(drafts), textOf(drafts, 'chat/branch')]).toEqual(['', 'words'])
    expect(drafts.of('chat/branch').caret.value).toEqual({ start: 2, end: 2 })
    drafts.of('chat').write('others')
    drafts.carry('chat', 'chat/branch')
    expect([textOf(drafts), textOf(drafts, 'chat/branch')]).toEqual(['others', 'words'])
    const again = await openTab(browser)
    expect([textOf(again), textOf(again, 'chat/branch')]).toEqual(['others', 'words'])
  })

  test('what the shelf of a killed browser still has is not carried before the database was asked', async () => {
    const browser = testBrowser()
    const draft = (await openTab(browser)).of('chat')
    draft.write('old words')
    const [key = ''] = browser.shelf.keys('')
    const onDisk = browser.shelf.get(key) ?? ''
    ;(await openTab(browser)).of('chat').write('new words')
    await expect.poll(() => textsOf(browser)).toEqual(['new words'])
    const killed = { ...testBrowser(), disk: browser.disk }
    killed.shelf.put(key, onDisk)
    const drafts = tabOf(killed)
    drafts.carry('chat', 'chat/branch')
    await drafts.load()
    expect([textOf(drafts), textOf(drafts, 'chat/branch')]).toEqual(['', 'new words'])
  })

  test('what is typed before the database was asked is carried at once', () => {
    const drafts = tabOf(testBrowser())
    drafts.of('chat').write('half a w')
    drafts.carry('chat', 'chat/branch')
    expect([textOf(drafts), textOf(drafts, 'chat/branch')]).toEqual(['', 'half a w'])
  })

  test('what was carried there by another tab, while it was still being typed, is written over by all of it', async () => {
    const browser = testBrowser()
    const typing = await openTab(browser)
    const watching = await openTab(browser)
    typing.of('chat').write('half a w')
    await expect.poll(() => textOf(watching)).toBe('half a w')
    watching.carry('chat', 'chat/branch')
    typing.of('chat').write('half a word')
    typing.carry('chat', 'chat/branch')
    for (const tab of [typing, watching, await openTab(browser)]) {
      await expect.poll(() => textOf(tab, 'chat/branch')).toBe('half a word')
      await expect.poll(() => textOf(tab)).toBe('')
      expect(tab.of('chat/branch').others.value).toEqual([])
    }
  })

  test('what was carried there by another tab stays beside what was begun here after that', async () => {
    const browser = testBrowser()
    const typing = await openTab(browser)
    const watching = await openTab(browser)
    typing.of('chat').write('words')
    await expect.poll(() => textOf(watching)).toBe('words')
    watching.carry('chat', 'chat/branch')
    await expect.poll(() => textOf(typing)).toBe('')
    typing.of('chat').write('words of another kind')
    typing.carry('chat', 'chat/branch')
    for (const tab of [typing, watching, await openTab(browser)]) {
      await expect.poll(() => textOf(tab)).toBe('words of another kind')
      expect(textOf(tab, 'chat/branch')).toBe('words')
    }
  })

  test('what two tabs have carried there is one text, also when somebody writes on', async () => {
    const browser = testBrowser()
    const typing = await openTab(browser)
    const watching = await openTab(browser)
    typing.of('chat').write('half a w')
    await expect.poll(() => textOf(watching)).toBe('half a w')
    for (const tab of [watching, typing]) tab.carry('chat', 'chat/branch')
    typing.of('chat/branch').write('half a word')
    for (const tab of [typing, watching, await openTab(browser)]) {
      await expect.poll(() => textOf(tab, 'chat/branch')).toBe('half a word')
      await expect.poll(() => tab.of('chat/branch').others.value).toEqual([])
    }
  })

  test.for(['before', 'after'])('an edit is let go %s the database was asked', async (when) => {
    const browser = testBrowser()
    const before = (await openTab(browser)).of('chat')
    before.write('sent words')
    await expect.poll(() => textsOf(browser)).toEqual(['sent words'])
    const edit = before.edit.value ?? { place: '', by: '', edit: 0 }
    const killed = { ...testBrowser(), disk: browser.disk }
    const drafts = tabOf(killed)
    if (when === 'after') await drafts.load()
    drafts.letGo(edit)
    if (when === 'before') await drafts.load()
    expect(textOf(drafts)).toBe('')
    await expect.poll(() => textsOf(killed)).toEqual([''])
  })

  test('an edit is let go where it was carried to meanwhile, once or twice, and not when it was changed there', async () => {
    const browser = testBrowser()
    const drafts = await openTab(browser)
    const sent = (place: string): PlacedMark => drafts.of(place).edit.value ?? { place: '', by: '', edit: 0 }
    drafts.of('chat').write('sent words')
    const edit = sent('chat')
    drafts.carry('chat', 'chat/branch')
    drafts.carry('chat/branch', 'chat/branch of it')
    const again = await openTab(browser)
    for (const tab of [drafts, again]) {
      expect(textOf(tab, 'chat/branch of it')).toBe('sent words')
      tab.letGo(edit)
      expect(textOf(tab, 'chat/branch of it')).toBe('')
    }
    drafts.of('other').write('words')
    const other = sent('other')
    drafts.carry('other', 'other/branch')
    drafts.of('other/branch').write('words, and more')
    drafts.letGo(other)
    expect(textOf(drafts, 'other/branch')).toBe('words, and more')
  })

  test('the same words, written once more, are another edit and stay', () => {
    const drafts = tabOf(testBrowser())
    const draft = drafts.of('chat')
    draft.write('words')
    const edit = draft.edit.value ?? { place: '', by: '', edit: 0 }
    draft.write('')
    draft.write('words')
    drafts.letGo(edit)
    expect(draft.text.value).toBe('words')
  })

  test('the places that hold words are known by how they begin', () => {
    const drafts = tabOf(testBrowser())
    drafts.of('chat/a').write('words')
    drafts.of('chat/b').write('')
    drafts.of('another').write('words')
    expect(drafts.places('chat/')).toEqual(['chat/a'])
  })
})
