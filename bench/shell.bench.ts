// How soon the page is there while everything is down, beside a bare page from a bare worker in the same browser, and how much
// comes over the wire before a first visitor sees it. Needs Chromium, and `npm run build` before it.
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { openHouse } from '../test/support/house.ts'
import { findPart, systemParts } from '../tools/system-parts.js'
import { startProgram } from './support/program.ts'
import { median, percentile, report, type Row } from './support/report.ts'

const opens = 24
const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync']

const part = systemParts.find(({ name }) => name === 'chromium')
const command = part && findPart(part)
if (command === undefined) throw new Error('There is no Chromium here to measure with.')
const profile = await mkdtemp(join(tmpdir(), 'holdfast-profile-'))
try {
  await measure(command)
} finally {
  await rm(profile, { recursive: true, force: true })
}

async function measure(executablePath: string): Promise<void> {
  const browse: Browse = (use) => withBrowser(executablePath, use)
  const { addresses, visit, sizes } = await visitWhileAllIsWell(browse)
  const paints: Record<keyof typeof addresses, number[]> = { holdfast: [], bare: [] }
  // A new browser each time: neither page nor worker is in anybody's memory.
  for (let open = 0; open < opens; open++) {
    for (const name of ['bare', 'holdfast'] as const) {
      paints[name].push(await browse((context) => firstPaint(context, addresses[name])))
    }
  }
  report('shell', rowsOf(paints, sizes, visit), { paints, sizes, visit, opens })
}

/** Has the browser keep both pages, and ends all that served them. */
async function visitWhileAllIsWell(browse: Browse) {
  const house = await openHouse()
  const bare = await startProgram([new URL('support/bare-page.ts', import.meta.url).pathname])
  try {
    const addresses = { holdfast: house.edge, bare: bare.address }
    await browse((context) => firstVisit(context, addresses.bare))
    const visit = await browse((context) => firstVisit(context, addresses.holdfast))
    const sizes = { br: await sizeOf(visit.parts, 'br'), gzip: await sizeOf(visit.parts, 'gzip') }
    return { addresses, visit, sizes }
  } finally {
    await house.stop()
    await bare.stop()
  }
}

type Browse = <T>(use: (context: BrowserContext) => Promise<T>) => Promise<T>

function rowsOf(paints: Paints, sizes: Sizes, { requests }: Visit): readonly Row[] {
  return [
    { what: 'first paint, all servers dead, cold: median', value: median(paints.holdfast), unit: 'ms', goal: '≤ 500' },
    {
      what: 'first paint, all servers dead, cold: p95',
      value: percentile(paints.holdfast, 95),
      unit: 'ms',
      goal: '≤ 500',
    },
    { what: 'the same of a bare page from a bare worker: median', value: median(paints.bare), unit: 'ms' },
    { what: 'the same of a bare page from a bare worker: p95', value: percentile(paints.bare, 95), unit: 'ms' },
    { what: 'script and style, brotli as the edge sends it', value: sizes.br / 1_000, unit: 'KB', goal: '≤ 60' },
    { what: 'script and style, gzip as the edge sends it', value: sizes.gzip / 1_000, unit: 'KB', goal: '≤ 60' },
    { what: 'requests for the shell on a first visit', value: requests.length, unit: 'requests' },
  ]
}

interface Paints {
  readonly holdfast: readonly number[]
  readonly bare: readonly number[]
}

interface Sizes {
  readonly br: number
  readonly gzip: number
}

interface Visit {
  /** What the page asked the edge for, data apart. */
  readonly requests: readonly string[]
  /** Of these, script and style. */
  readonly parts: readonly string[]
}

async function withBrowser<T>(executablePath: string, use: (context: BrowserContext) => Promise<T>): Promise<T> {
  const context = await chromium.launchPersistentContext(profile, { executablePath, args })
  try {
    return await use(context)
  } finally {
    await context.close()
  }
}

/** Opens a page and stays until the worker has kept it. */
async function firstVisit(context: BrowserContext, address: string): Promise<Visit> {
  const page = await context.newPage()
  const asked = new Map<string, string>()
  page.on('request', (one) => {
    const { pathname } = new URL(one.url())
    if (!/^\/(api|v1|status)\//.test(pathname)) asked.set(one.url(), one.resourceType())
  })
  await page.goto(address, { waitUntil: 'load' })
  const requests = [...asked.keys()]
  const parts = requests.filter((url) => ['script', 'stylesheet'].includes(asked.get(url) ?? ''))
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
  return { requests, parts }
}

async function firstPaint(context: BrowserContext, address: string): Promise<number> {
  const page = await context.newPage()
  const response = await page.goto(address)
  if (response?.fromServiceWorker() !== true) throw new Error(`${address} was not opened by its worker`)
  return paintOf(page)
}

function paintOf(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const [paint] = list.getEntriesByName('first-contentful-paint')
          if (paint !== undefined) resolve(paint.startTime)
        }).observe({ type: 'paint', buffered: true })
      }),
  )
}

async function sizeOf(urls: readonly string[], encoding: 'br' | 'gzip'): Promise<number> {
  const sizes = await Promise.all(urls.map((url) => transferred(url, encoding)))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** The size of a body as it comes over the wire. */
function transferred(url: string, encoding: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { 'accept-encoding': encoding } }, (answer) => {
      let sizeBytes = 0
      answer.on('data', (bytes: Buffer) => (sizeBytes += bytes.length))
      answer.on('end', () => resolve(sizeBytes))
    })
    asked.on('error', reject)
    asked.end()
  })
}
