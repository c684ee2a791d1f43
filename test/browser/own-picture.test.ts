import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mostPictureBytes, pictureHead } from '../../src/protocol/bundle-picture.ts'
import { bundleSchema, type Bundle } from '../../src/protocol/bundle.ts'
import { describeWith } from '../parts.ts'
import { readPng } from '../support/read-png.ts'
import { makePng, type Colour } from '../support/some-picture.ts'
import { crash, type Tab } from './chromium.ts'
import { isKept } from './kept-page.ts'
import { openScene, type Scene } from './scene.ts'
import { eventually, type StoryPage } from './story-page.ts'
import { expectUsable, looks } from './usable.ts'

const pictures = process.env['PICTURES']
const secret: Colour = [255, 0, 255]
const colourAt = (x: number, y: number): Colour => (isSecret(x, y) ? secret : [x % 250, y % 250, 90])

function isSecret(x: number, y: number): boolean {
  return x >= 110 && x < 290 && y >= 85 && y < 215
}

/** What a camera or a program leaves in a picture. */
const planted = Buffer.from('canary-of-a-camera 52.5163, 13.3777')
const chosen = makePng({ width: 400, height: 300, colourAt, more: { tEXt: planted, eXIf: planted } })

describeWith('chromium', 'a picture of one’s own', (command) => {
  let scene: Scene
  let tab: Tab & StoryPage

  beforeAll(async () => {
    scene = await openScene(command)
  })
  afterAll(async () => {
    await scene?.close()
  })

  async function enter(options?: Parameters<Scene['enter']>[0]): Promise<void> {
    tab = await scene.enter(options)
    await isKept(tab.page)
    await tab.page.goto(`${scene.house.edge}/support`)
    await tab.page.getByLabel('Choose a picture').waitFor()
  }

  test('is cropped and blacked out in its pixels, outlives a crash, and is seen by the operator', async () => {
    await enter()
    await choose(tab.page, chosen)
    await goes(tab.page, '400 × 300 pixels').waitFor()
    await drawFrame(tab.page, { from: [100, 75], to: [300, 225] })
    await tab.button('Black out the frame').click()
    await goes(tab.page, 'Blacked out: one part.').waitFor()
    await frameByKeyboard(tab.page)
    await tab.button('Crop to the frame').press('Enter')
    await goes(tab.page, '320 × 225 pixels').waitFor()

    const { picture } = (await saved(tab.page)).sections
    const bytes = Buffer.from(picture?.base64 ?? '', 'base64')
    expectNothingOfSecret(bytes)
    const shown = await tab.page.getByAltText('The picture exactly as it is sent').getAttribute('src')
    expect(shown).toBe(`data:image/png;base64,${picture?.base64}`)

    await eventually(() => keptEdits(tab.page)).toBe(2)
    await crash(tab)
    const page = await tab.context.newPage()
    await page.goto(`${scene.house.edge}/support`)
    await goes(page, '320 × 225 pixels').waitFor()
    expect((await saved(page)).sections.picture).toEqual(picture)

    await page.getByLabel('What happened, in your own words').fill('See the picture.')
    await page.getByRole('button', { name: 'Send it to the operator' }).click()
    await page.getByText('Sent. The answer comes to the ticket above').waitFor()
    await page.goto(`${scene.house.status}/inbox`)
    await page.locator('li', { hasText: 'See the picture.' }).getByRole('link').click()
    const seen = page.getByAltText('The picture that they added')
    await expectUsable({ ...tab, page }, 'a ticket with a picture')
    await shot({ ...tab, page }, 'inbox-picture')
    await eventually(() => seen.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth)).toBe(320)
    await page.goto(new URL((await seen.getAttribute('src')) ?? '', page.url()).href)
    expect(await page.evaluate(() => document.contentType)).toBe('image/png')
    await tab.close()
  })

  test('every edit is taken back, it can be left out, and what is removed is gone from the device', async () => {
    await enter()
    await choose(tab.page, chosen)
    await goes(tab.page, '400 × 300 pixels').waitFor()
    const { picture: whole } = (await saved(tab.page)).sections
    await tab.button('Crop to the frame').click()
    await goes(tab.page, '200 × 150 pixels').waitFor()
    await tab.button('Black out the frame').click()
    await goes(tab.page, 'Blacked out: one part.').waitFor()
    await tab.button('Undo').click()
    await tab.button('Undo').click()
    await goes(tab.page, '400 × 300 pixels').waitFor()
    expect((await saved(tab.page)).sections.picture).toEqual(whole)
    await tab.page.getByRole('checkbox', { name: 'Your own picture' }).uncheck()
    const without = await saved(tab.page)
    expect([without.leftOut, without.sections.picture]).toEqual([['picture'], undefined])
    await tab.button('Remove the picture').click()
    await eventually(() => keptEdits(tab.page)).toBe(-1)
    expect((await saved(tab.page)).leftOut).toEqual([])
    await tab.close()
  })

  test('however quickly one sends after an edit, what goes is what is seen', async () => {
    await enter()
    await choose(tab.page, chosen)
    await goes(tab.page, '400 × 300 pixels').waitFor()
    const [download] = await Promise.all([
      tab.page.waitForEvent('download'),
      tab.page.evaluate(() => {
        const press = (name: string): void =>
          [...document.querySelectorAll('button')].find(({ textContent }) => textContent === name)?.click()
        press('Black out the frame')
        press('Save the file')
      }),
    ])
    const { picture } = bundleSchema.parse(JSON.parse(await readFile(await download.path(), 'utf8'))).sections
    expectNothingOfSecret(Buffer.from(picture?.base64 ?? '', 'base64'))
    await tab.close()
  })

  test('a large photo is made small enough, and nothing that the camera wrote goes with it', async () => {
    await enter()
    await choose(tab.page, withExif(Buffer.from(await photo(tab.page), 'base64')), 'photo.jpg')
    await goes(tab.page, 'It came with 3200 × 2000 pixels and was made smaller.').waitFor()
    const { picture } = (await saved(tab.page)).sections
    const bytes = Buffer.from(picture?.base64 ?? '', 'base64')
    expect(bytes.length).toBeLessThanOrEqual(mostPictureBytes)
    expect(pictureHead(bytes)).toMatchObject({ type: 'image/jpeg' })
    expect(picture?.width).toBeLessThanOrEqual(1_600)
    for (const word of ['canary', 'Exif']) expect(bytes.includes(word)).toBe(false)
    await tab.close()
  })

  test('it is pasted, dropped, or taken of the screen', async () => {
    tab = await scene.enter()
    await tab.context.addInitScript(() => {
      navigator.mediaDevices.getDisplayMedia = () => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 200 })
        canvas.getContext('2d')?.fillRect(0, 0, 320, 200)
        return Promise.resolve(canvas.captureStream())
      }
    })
    await tab.page.goto(`${scene.house.edge}/support`)
    await tab.page.getByLabel('Choose a picture').waitFor()
    for (const kind of ['paste', 'drop'] as const) {
      await hand(tab.page, kind, chosen)
      await goes(tab.page, '400 × 300 pixels').waitFor()
      await tab.button('Remove the picture').click()
      await tab.page.getByLabel('Choose a picture').waitFor()
    }
    await tab.button('Take a picture of the screen').click()
    await goes(tab.page, '320 × 200 pixels').waitFor()
    await tab.close()
  })

  test('what is no picture, or too much of one, is refused in words, and the one before stays', async () => {
    await enter()
    await choose(tab.page, chosen)
    await goes(tab.page, '400 × 300 pixels').waitFor()
    await choose(tab.page, Buffer.from('<script>alert(1)</script>'))
    await tab.page.getByText('Your browser knows no picture in this file').waitFor()
    await pasteZeros(tab.page, 100_000_000)
    await tab.page.getByText('This is more than the page opens: 30 MB').waitFor()
    await choose(tab.page, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'drawing.svg')
    await tab.page.getByText('Your browser knows no picture in this file').waitFor()
    const bomb = Buffer.from(chosen)
    bomb.writeUInt32BE(60_000, 16)
    bomb.writeUInt32BE(60_000, 20)
    await choose(tab.page, bomb)
    await tab.page.getByText('This is more than the page opens').waitFor()
    await goes(tab.page, '400 × 300 pixels').waitFor()
    expect((await saved(tab.page)).sections.picture?.width).toBe(400)
    await tab.close()
  })

  test.for(looks)('on $on by $at a finger or a mouse draws the frame, and all of it can be used', async (look) => {
    await enter({ ...look, isStill: true })
    await choose(tab.page, chosen)
    await goes(tab.page, '400 × 300 pixels').waitFor()
    if (look.on === 'a phone') await drawByFinger(tab.page)
    else await drawFrame(tab.page, { from: [100, 75], to: [300, 225] })
    await tab.button('Black out the frame').click()
    await goes(tab.page, 'Blacked out: one part.').waitFor()
    expectNothingOfSecret(Buffer.from((await saved(tab.page)).sections.picture?.base64 ?? '', 'base64'))
    await expectUsable(tab, 'the page for help with a picture')
    await shot(tab, `own-picture-${look.on}-${look.at}`)
    await tab.close()
  })
})

/** What the page says that goes with it. */
function goes(page: Page, words: string) {
  return page.locator('p[role=status]', { hasText: 'What goes with it:' }).filter({ hasText: words })
}

function choose(page: Page, bytes: Uint8Array, name = 'seen.png'): Promise<void> {
  const file = { name, mimeType: 'image/png', buffer: Buffer.from(bytes) }
  return page.getByLabel(/^Choose (a|another) picture/).setInputFiles(file)
}

interface Stroke {
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
}

/** In pixels of the picture, which is shown in its own size. */
async function drawFrame(page: Page, { from, to }: Stroke): Promise<void> {
  const canvas = page.locator('.framed canvas')
  await canvas.scrollIntoViewIfNeeded()
  const box = (await canvas.boundingBox()) ?? { x: 0, y: 0 }
  await page.mouse.move(box.x + from[0], box.y + from[1])
  await page.mouse.down()
  await page.mouse.move(box.x + to[0] - 10, box.y + to[1] - 10)
  await page.mouse.move(box.x + to[0], box.y + to[1])
  await page.mouse.up()
}

/** Over the middle half, wherever and however large it is shown. */
async function drawByFinger(page: Page): Promise<void> {
  const canvas = page.locator('.framed canvas')
  await canvas.scrollIntoViewIfNeeded()
  const box = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  const at = (share: number) => [{ x: box.x + box.width * share, y: box.y + box.height * share }]
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0.25) })
  for (const share of [0.4, 0.6, 0.75]) {
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(share) })
  }
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

/** From a tenth to nine tenths across, and from where it is down to the end. */
async function frameByKeyboard(page: Page): Promise<void> {
  const press = async (edge: string, keys: readonly string[]): Promise<void> => {
    await page.getByLabel(edge).focus()
    for (const key of keys) await page.keyboard.press(key)
  }
  await press('Left edge', ['Home', ...Array<string>(20).fill('ArrowRight')])
  await press('Right edge', ['End', ...Array<string>(20).fill('ArrowLeft')])
  await press('Bottom edge', ['End'])
}

function expectNothingOfSecret(bytes: Buffer): void {
  const { width, height, chunks, colourAt: colourIn } = readPng(bytes)
  const colours = new Set<string>()
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) colours.add(colourIn(x, y).join())
  expect(colours).toContain('0,0,0')
  // Those of what was left as it was are exactly there; of what was blacked out there is not one.
  const known = new Set(['0,0,0'])
  for (let y = 0; y < 300; y++) for (let x = 0; x < 400; x++) if (!isSecret(x, y)) known.add(colourAt(x, y).join())
  expect([...colours].filter((colour) => !known.has(colour))).toEqual([])
  expect(chunks.filter((type) => !['IHDR', 'sRGB', 'sBIT', 'pHYs', 'IDAT', 'IEND'].includes(type))).toEqual([])
  expect(bytes.includes('canary')).toBe(false)
}

/** How many edits lie on the device; -1 without a picture. */
function keptEdits(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const opening = indexedDB.open('holdfast')
        opening.onsuccess = () => {
          const reading = opening.result.transaction('notes').objectStore('notes').get('support-picture')
          reading.onsuccess = () => {
            opening.result.close()
            resolve(reading.result?.edits.length ?? -1)
          }
        }
      }),
  )
}

/** A JPEG that no setting makes small as it is, as base64. */
function photo(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 3_200, height: 2_000 })
    const pen = canvas.getContext('2d')
    for (let i = 0; i < 40_000; i++) {
      if (pen !== null) pen.fillStyle = `hsl(${(i * 137) % 360} 70% ${(i * 31) % 100}%)`
      pen?.fillRect((i * 7919) % 3_200, (i * 104_729) % 2_000, 30, 30)
    }
    return canvas.toDataURL('image/jpeg', 0.95).split(',')[1] ?? ''
  })
}

/** The segment that cameras write right behind the beginning (Exif 2.32, §4.7.2). */
function withExif(jpeg: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from('Exif\0\0'), planted])
  const head = Buffer.from([0xff, 0xe1, 0, body.length + 2])
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)])
}

function hand(page: Page, kind: 'paste' | 'drop', bytes: Uint8Array): Promise<void> {
  return page.evaluate(
    ([how, base64]) => {
      const transfer = new DataTransfer()
      const letters = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      transfer.items.add(new File([letters], 'seen.png', { type: 'image/png' }))
      const options = { bubbles: true, cancelable: true }
      if (how === 'paste')
        document.body.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: transfer }))
      else
        document
          .querySelector('[aria-labelledby=own-picture-title]')
          ?.dispatchEvent(new DragEvent('drop', { ...options, dataTransfer: transfer }))
    },
    [kind, Buffer.from(bytes).toString('base64')] as const,
  )
}

/** So large a file that it is made where it is pasted. */
function pasteZeros(page: Page, sizeBytes: number): Promise<void> {
  return page.evaluate((size) => {
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File([new Uint8Array(size)], 'seen.png', { type: 'image/png' }))
    document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData }))
  }, sizeBytes)
}

async function saved(page: Page): Promise<Bundle> {
  const saving = page.getByRole('button', { name: 'Save the file', exact: true }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), saving])
  return bundleSchema.parse(JSON.parse(await readFile(await download.path(), 'utf8')))
}

async function shot({ page }: Tab, name: string): Promise<void> {
  if (pictures === undefined) return
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: `${pictures}/${name}.png`.replaceAll(' ', '-'), fullPage: true })
}
