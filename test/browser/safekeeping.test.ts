import { readFile } from 'node:fs/promises'
import { unzipSync } from 'fflate'
import type { Download, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest'
import { describeWith } from '../parts.ts'
import { isThere } from '../support/house.ts'
import { longTexts, smallArchive } from '../support/small-archive.ts'
import type { Tab } from './chromium.ts'
import { openScene, type Scene } from './scene.ts'
import { eventually, type StoryPage } from './story-page.ts'

const sea = smallArchive(['The sea was grey.', 'And then?'], 'The sea')
const hill = smallArchive(['There was a hill.'], 'The hill')

describeWith('chromium', 'stories that are taken away and brought back', (command) => {
  let scene: Scene
  let tab: Tab & StoryPage

  beforeAll(async () => {
    scene = await openScene(command)
    for (const { bytes } of [sea, hill]) await bring(bytes)
  })
  afterAll(() => scene?.close())
  beforeEach(async () => {
    tab = await scene.enter({ isStill: true })
    await openWords()
  })
  afterEach(async () => {
    expect(tab.complaints.join('\n')).toBe('')
    await tab.close()
  })

  test('all of them are saved as an archive, by the browser itself', async () => {
    const download = await saved(() => section('Take your stories away').getByRole('button').click())
    expect(download.suggestedFilename()).toMatch(/^holdfast \d{4}-\d\d-\d\d\.zip$/)
    const lines = Buffer.from(unzipSync(await bytesOf(download))['archive.jsonl'] ?? [])
    for (const { texts } of [sea, hill]) for (const text of texts) expect(lines.toString()).toContain(text)
    await tab.page.getByText('All of it has gone out to your browser').waitFor()
  })

  test('some of them are sealed, and a slip in the passphrase saves nothing', async () => {
    const exporting = section('Take your stories away')
    await exporting.getByLabel('Some of them').check()
    await exporting.getByLabel('The hill').check()
    await exporting.getByText('Seal it with a passphrase').click()
    await exporting.getByLabel('Passphrase').fill('up the hill')
    await exporting.getByLabel('The same again').fill('up the hall')
    await exporting.getByRole('button', { name: 'Save the file' }).click()
    await exporting.getByText('The two are not the same').waitFor()
    await exporting.getByLabel('The same again').fill('up the hill')
    const download = await saved(() => exporting.getByRole('button', { name: 'Save the file' }).click())
    const sealed = await bytesOf(download)
    expect(sealed.subarray(0, 16).toString()).toBe('HOLDFAST-SEALED\n')
    expect(tab.page.url()).not.toContain('hill')
    await choose(sealed, 'hill.holdfast')
    const importing = section('Bring stories back')
    await importing.getByLabel('Passphrase').fill('up the hall')
    await importing.getByRole('button', { name: 'Open it' }).click()
    await importing.getByText('That passphrase does not open the file').waitFor()
    await importing.getByLabel('Passphrase').fill('up the hill')
    await importing.getByRole('button', { name: 'Open it' }).click()
    await importing.getByText('Everything in the file is here already. Nothing was changed.').waitFor()
    await leave()
  })

  test('one of them is saved from its own dialog, to be read', async () => {
    await tab.page.getByRole('link', { name: 'The sea' }).click()
    await tab.button('Rename or delete this chat').click()
    const dialog = tab.page.getByRole('dialog')
    await dialog.getByLabel('Form').selectOption('Markdown')
    const download = await saved(() => dialog.getByRole('button', { name: 'Save the file' }).click())
    expect(download.suggestedFilename()).toMatch(/^The sea .*\.md$/)
    const text = (await bytesOf(download)).toString()
    expect(text).toContain('The sea was grey.')
    expect(text).not.toContain('There was a hill.')
  })

  test('an own export that is brought back twice changes nothing', async () => {
    const before = await fileOf()
    for (let time = 0; time < 2; time++) {
      await choose(before, 'stories.jsonl')
      await section('Bring stories back').getByText('Nothing was changed.').waitFor()
      await leave()
    }
    const after = await fileOf()
    expect(after.subarray(after.indexOf('\n')).equals(before.subarray(before.indexOf('\n')))).toBe(true)
  })

  test('an upload that broke off goes on after a reload, with the same file and no other', async () => {
    const large = smallArchive(longTexts(4_000_000), 'A long one')
    let parts = 0
    await tab.page.route('**/api/imports/*?offset=*', (route) => (parts++ === 0 ? route.continue() : route.abort()))
    await choose(large.bytes, 'long.jsonl')
    await eventually(() => parts).toBeGreaterThan(1)
    await tab.page.reload()
    const importing = section('Bring stories back')
    await importing.getByText('“long.jsonl” was on its way: 1.0 MB of 4.0 MB are on the server.').waitFor()
    await tab.page.unroute('**/api/imports/*?offset=*')
    await choose(hill.bytes, 'hill.jsonl')
    await importing.getByText('That is another file than “long.jsonl”').waitFor()
    await choose(large.bytes, 'long.jsonl')
    await importing.getByText('Everything in the file is here.').waitFor()
    await leave()
    await tab.page.getByRole('link', { name: 'A long one' }).waitFor()
  })

  test('of a damaged file everything is told that is not whole, and it is still told after a reload', async () => {
    const { lines } = smallArchive(['one', 'two', 'three'], 'A damaged one')
    const damaged = lines.map((line, n) => (n === 3 ? Buffer.from(line.toString().replace('two', 'too')) : line))
    await choose(Buffer.concat(damaged), 'damaged.jsonl')
    for (const visit of ['first', 'second']) {
      const importing = section('Bring stories back')
      await importing.getByText('What is whole in the file was taken in.').waitFor()
      const findings = await importing.locator('.findings li').allTextContents()
      expect(findings, visit).toEqual([
        expect.stringMatching(/^Line 4: could not be read/),
        expect.stringMatching(/^Line 5: what came before it is missing/),
      ])
      await tab.page.reload()
    }
    await leave()
  })

  test('a file that is none is refused, with the side it is on', async () => {
    await choose(Buffer.from('Once upon a time'), 'story.txt')
    await tab.page.getByText('This file is not a Holdfast archive (on your side)').waitFor()
    await tab.button('Choose another file').click()
    await section('Bring stories back').getByLabel('Choose a file').waitFor()
  })

  test('while the server is away, what was read here can still be saved', async () => {
    await tab.page.getByRole('link', { name: 'The sea' }).click()
    await tab.page.getByText('2 messages on this device').first().waitFor()
    await openWords()
    await scene.house.without('server', async () => {
      await section('Take your stories away').getByRole('button', { name: 'Save the file' }).click()
      const download = await saved(() => tab.button('Save what this device has').click())
      expect(download.suggestedFilename()).toMatch(/^holdfast this device /)
      const lines = Buffer.from(unzipSync(await bytesOf(download))['archive.jsonl'] ?? []).toString()
      expect(lines).toContain('The sea was grey.')
      expect(lines).not.toContain('There was a hill.')
      await tab.page.getByText('The server has more.').waitFor()
    })
    await isThere(scene.house)
  })

  test('copies go into the folder that was picked, and the folder is remembered', async () => {
    await tab.page.addInitScript(pickFolderOfTheSite)
    await tab.page.reload()
    await tab.button('Pick a folder…').click()
    const copies = section('Copies on this device')
    await copies.getByText('It was read back and is whole.').waitFor()
    expect(await copiesIn(tab.page)).toEqual([expect.stringMatching(/^holdfast-\d{4}-.*Z\.jsonl$/)])
    await tab.page.reload()
    await copies.getByText('Copies go into the folder “copies”, every day').waitFor()
    await removeCopies(tab.page)
    await copies.getByRole('button', { name: 'Copy now' }).click()
    await eventually(() => copiesIn(tab.page)).toEqual([expect.stringMatching(/Z\.jsonl$/)])
    const [copy = ''] = await copiesIn(tab.page)
    expect(await copied(tab.page, copy)).toContain('The sea was grey.')
  })

  test('where no folder can be picked, a copy is due and waits until the person saves it', async () => {
    await tab.page.addInitScript(() => Reflect.deleteProperty(window, 'showDirectoryPicker'))
    await tab.page.reload()
    await tab.button('Remind me to save a file').click()
    await tab.page.goto(scene.house.edge)
    await tab.page.getByText('A copy of your stories is due').waitFor()
    const download = await saved(() => tab.button('save it').click())
    expect(unzipSync(await bytesOf(download))['archive.jsonl']).toBeDefined()
    await tab.page.getByText('A copy of your stories is due').waitFor({ state: 'detached' })
    await tab.page.getByRole('link', { name: /^Your words/ }).click()
    await section('Copies on this device').getByText('Your browser has saved it').waitFor()
  })

  async function openWords(): Promise<void> {
    await tab.page.goto(`${scene.house.edge}/words`)
    await section('Take your stories away').waitFor()
  }

  const section = (name: string) => tab.page.getByRole('region', { name })

  async function bring(bytes: Buffer): Promise<void> {
    const answer = await fetch(`${scene.house.edge}/api/import`, { method: 'POST', body: new Uint8Array(bytes) })
    expect(answer.status).toBe(200)
  }

  async function fileOf(): Promise<Buffer> {
    return Buffer.from(await (await fetch(`${scene.house.edge}/api/export?format=jsonl`)).arrayBuffer())
  }

  async function choose(buffer: Buffer, name: string): Promise<void> {
    const input = section('Bring stories back').locator('input[type=file]')
    await input.setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  }

  async function leave(): Promise<void> {
    await tab.button('Done').click()
    await section('Bring stories back').getByLabel('Choose a file').waitFor()
  }

  async function saved(act: () => Promise<void>): Promise<Download> {
    const [download] = await Promise.all([tab.page.waitForEvent('download'), act()])
    return download
  }
})

async function bytesOf(download: Download): Promise<Buffer> {
  return readFile(await download.path())
}

/** Stands in for the browser's own dialog, which no test can use: the folder is one that the browser keeps for the site. */
function pickFolderOfTheSite(): void {
  const showDirectoryPicker = async (): Promise<FileSystemDirectoryHandle> =>
    (await navigator.storage.getDirectory()).getDirectoryHandle('copies', { create: true })
  Object.assign(window, { showDirectoryPicker })
}

function copiesIn(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('copies')
    const names: string[] = []
    for await (const name of folder.keys()) names.push(name)
    return names
  })
}

function removeCopies(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('copies')
    for await (const name of folder.keys()) await folder.removeEntry(name)
  })
}

function copied(page: Page, name: string): Promise<string> {
  return page.evaluate(async (fileName) => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('copies')
    return (await (await folder.getFileHandle(fileName)).getFile()).text()
  }, name)
}
