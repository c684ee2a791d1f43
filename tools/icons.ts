// The icons that devices show for the installed app, drawn from the favicon by Chromium:
//   node tools/icons.ts
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { root } from './node.js'
import { findPart, systemParts } from './system-parts.js'

const publicDir = join(root, 'src', 'web', 'public')
const mark = readFileSync(join(publicDir, 'favicon.svg'), 'utf8')
const ground = /<rect[^>]*fill="(#\w+)"/.exec(mark)?.[1]
if (ground === undefined) throw new Error('The favicon has no ground to take the colour from.')

interface Icon {
  readonly name: string
  readonly sizePx: number
  /** How much of the icon the mark takes. A device may cut a maskable icon down to a circle of 80 %. */
  readonly share: number
  /** The ground goes to the edges, for devices that round the corners themselves. */
  readonly isFull: boolean
}

const icons: readonly Icon[] = [
  { name: '192', sizePx: 192, share: 1, isFull: false },
  { name: '512', sizePx: 512, share: 1, isFull: false },
  { name: 'maskable-192', sizePx: 192, share: 0.8, isFull: true },
  { name: 'maskable-512', sizePx: 512, share: 0.8, isFull: true },
  { name: 'apple-touch', sizePx: 180, share: 0.9, isFull: true },
]

const part = systemParts.find(({ name }) => name === 'chromium')
const command = part && findPart(part)
if (command === undefined) throw new Error('There is no Chromium here to draw the icons with.')
const browser = await chromium.launch({ executablePath: command, args: ['--no-sandbox', '--disable-gpu'] })
try {
  mkdirSync(join(publicDir, 'icons'), { recursive: true })
  const page = await browser.newPage()
  for (const icon of icons) await draw(page, icon)
} finally {
  await browser.close()
}

async function draw(page: Page, { name, sizePx, share, isFull }: Icon): Promise<void> {
  const side = `${share * 100}%`
  await page.setViewportSize({ width: sizePx, height: sizePx })
  await page.setContent(`<style>
    html, body { height: 100%; margin: 0; background: ${isFull ? ground : 'transparent'} }
    body { display: grid; place-items: center }
    svg { width: ${side}; height: ${side} }
  </style>${mark}`)
  await page.screenshot({ path: join(publicDir, 'icons', `${name}.png`), omitBackground: true })
}
