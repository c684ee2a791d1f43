// A chat of 10,000 messages in a real browser: how soon it is open, whether typing, streaming and reading back are smooth.
// Beside it, in the same browser and by turns, a bare page with a box and no story: its longest frames are the machine's
// own noise. Needs Chromium, and `npm run build` before it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { openFakeBackend } from '../test/fixtures/fake-backend/server.ts'
import { openHouse } from '../test/support/house.ts'
import { writeLongStory } from '../test/support/long-story.ts'
import { findPart, systemParts } from '../tools/system-parts.js'
import { openBareBox, writeWords } from './support/bare-box.ts'
import { listMany, walkPages } from './support/deep-pages.ts'
import { watchFrames, type Smoothness } from './support/frames.ts'
import { median, percentile, report, type Row } from './support/report.ts'

const length = 10_000
const opens = 12
const roundCount = 3
const keys = 200
const keyEveryMs = 15
const tokens = 200
const tokenEveryMs = 20
const wheelPx = 1_500
const wheelTurns = 100
const goalMs = 50

const sizes = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  desk: { viewport: { width: 1280, height: 800 } },
} as const
const doings = ['typing', 'streaming', 'both'] as const
type Doing = (typeof doings)[number]

const part = systemParts.find(({ name }) => name === 'chromium')
const command = part && findPart(part)
if (command === undefined) throw new Error('There is no Chromium here to measure with.')
const server = await measureServer()
const browser = await chromium.launch({ executablePath: command, args: ['--no-sandbox', '--disable-gpu'] })
try {
  const pages = await measurePages(browser)
  const rows = [...serverRows(), ...pageRows('phone', pages.phone), ...pageRows('desk', pages.desk)]
  report('long-chat', rows, {
    length,
    opens,
    roundCount,
    keys,
    keyEveryMs,
    tokens,
    tokenEveryMs,
    wheelPx,
    wheelTurns,
    list: server.list,
    pages: { phone: inBrief(pages.phone), desk: inBrief(pages.desk) },
  })
} finally {
  await browser.close()
}

async function measureServer() {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-pages-'))
  try {
    const deep = async (messages: number) => {
      const dataDir = join(folder, String(messages))
      return walkPages(dataDir, (await writeLongStory(dataDir, messages)).chatId)
    }
    return { at10k: await deep(10_000), at50k: await deep(50_000), list: await listMany(join(folder, 'list'), 1_000) }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Both sizes in one house, one after the other. */
async function measurePages(on: Browser) {
  const chats: string[] = []
  const fake = await openFakeBackend()
  const bare = await openBareBox()
  const house = await openHouse({
    backends: [{ name: 'fake', baseURL: fake.baseURL, model: 'fake' }],
    // A story for each size, for each grows by what is written while it is measured.
    prepare: async (dataDir) => {
      for (const _ of Object.keys(sizes)) chats.push((await writeLongStory(dataDir, length)).chatId)
    },
  })
  const [phoneChat = '', deskChat = ''] = chats.map((id) => `${house.edge}/chats/${id}`)
  try {
    return {
      phone: await measurePage(on, sizes.phone, phoneChat, bare.address),
      desk: await measurePage(on, sizes.desk, deskChat, bare.address),
    }
  } finally {
    await house.stop()
    await bare.close()
    await fake.close()
  }
}

type Size = (typeof sizes)[keyof typeof sizes]
type Rounds = Readonly<Record<Doing, Smoothness[]>>

async function measurePage(on: Browser, size: Size, chat: string, bareAddress: string) {
  const opened: Readonly<Record<'fresh' | 'again', number[]>> = { fresh: [], again: [] }
  for (let open = 0; open < opens; open++) {
    const context = await on.newContext(size)
    for (const kind of ['fresh', 'again'] as const) {
      const page = await context.newPage()
      opened[kind].push(await openChat(page, chat))
      await page.close()
    }
    await context.close()
  }
  const context = await on.newContext(size)
  const [page, bare] = [await context.newPage(), await context.newPage()]
  await openChat(page, chat)
  await bare.goto(bareAddress)
  await page.bringToFront()
  const memoryAtOpen = await memoryOf(page)
  await page.mouse.move(size.viewport.width / 2, size.viewport.height / 2)
  const back: Smoothness[] = []
  while (!(await isAtBeginning(page))) back.push(await watchFrames(on, page, () => turnWheel(page)))
  const memoryAfter = await memoryOf(page)
  await page.keyboard.press('End')
  const rounds = await measureRounds(on, page, bare)
  await context.close()
  return { opened, memoryAtOpen, back, memoryAfter, rounds }
}

/** From the navigation until the last message is painted, in milliseconds, as the page's own clock has it. */
async function openChat(page: Page, address: string): Promise<number> {
  await page.addInitScript(() => {
    addEventListener('DOMContentLoaded', function look() {
      if (document.querySelector('[data-reply][data-state="done"]') === null) requestAnimationFrame(look)
      // The first task after a picture in which the message stood.
      else requestAnimationFrame(() => setTimeout(() => performance.mark('painted')))
    })
  })
  await page.goto(address)
  const mark = await page.waitForFunction(() => performance.getEntriesByName('painted')[0]?.startTime)
  return Number(await mark.jsonValue())
}

/** By turns, so that whatever else the machine does meets both. */
async function measureRounds(on: Browser, page: Page, bare: Page) {
  const seen: Readonly<Record<'holdfast' | 'bare', Rounds>> = {
    holdfast: { typing: [], streaming: [], both: [] },
    bare: { typing: [], streaming: [], both: [] },
  }
  for (let round = 0; round < roundCount; round++) {
    for (const doing of doings) {
      await bare.bringToFront()
      seen.bare[doing].push(await watchFrames(on, bare, () => doOnBare(bare, doing)))
      await page.bringToFront()
      seen.holdfast[doing].push(await watchFrames(on, page, () => doOnHoldfast(page, doing)))
      await page.locator('#box').fill('')
    }
  }
  return seen
}

function type(page: Page): Promise<void> {
  return page.locator('#box').pressSequentially('x'.repeat(keys), { delay: keyEveryMs })
}

async function doOnBare(page: Page, doing: Doing): Promise<void> {
  const write = (): Promise<void> => page.evaluate(writeWords, { count: tokens, everyMs: tokenEveryMs })
  await Promise.all([doing === 'typing' ? null : write(), doing === 'streaming' ? null : type(page)])
  await page.locator('#box').fill('')
}

async function doOnHoldfast(page: Page, doing: Doing): Promise<void> {
  if (doing === 'typing') return type(page)
  await page.locator('#box').fill(`write ${tokens} tokens every ${tokenEveryMs} ms`)
  await page.locator('#box').press('Enter')
  await page.locator('[aria-busy="true"]').waitFor()
  if (doing === 'both') await type(page)
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' })
}

function isAtBeginning(page: Page): Promise<boolean> {
  return page.evaluate(
    () => document.documentElement.scrollTop === 0 && document.querySelector('.from-beginning') !== null,
  )
}

/** A part of the way back, as fast as the page follows. */
async function turnWheel(page: Page): Promise<void> {
  for (let turn = 0; turn < wheelTurns && !(await isAtBeginning(page)); turn++) await page.mouse.wheel(0, -wheelPx)
}

async function memoryOf(page: Page) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('Performance.enable')
  const { metrics } = await devtools.send('Performance.getMetrics')
  await devtools.detach()
  const valueOf = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
  return { heapMb: valueOf('JSHeapUsedSize') / 1_000_000, nodes: valueOf('Nodes') }
}

/** What is kept of it in the results. */
function inBrief({ back, rounds, ...rest }: Awaited<ReturnType<typeof measurePage>>) {
  const roundsInBrief = (seen: Rounds) => Object.fromEntries(doings.map((doing) => [doing, seen[doing].map(worstOf)]))
  return {
    ...rest,
    back: back.map(worstOf),
    rounds: { holdfast: roundsInBrief(rounds.holdfast), bare: roundsInBrief(rounds.bare) },
  }
}

function worstOf({ frames, longTasks, longestTaskCpu }: Smoothness) {
  const longestFrames = frames.toSorted((a, b) => b - a).slice(0, 5)
  return { frames: frames.length, longestFrames, longTasks, longestTaskCpu }
}

function serverRows(): readonly Row[] {
  const { at10k, at50k, list } = server
  return [
    { what: 'a page of 60 out of 10,000 messages, p50', value: median(at10k.pages), unit: 'ms' },
    { what: 'a page of 60 out of 50,000 messages, p50', value: median(at50k.pages), unit: 'ms' },
    { what: 'the same, p99', value: percentile(at50k.pages, 99), unit: 'ms' },
    { what: 'finding the end of a branch 10,000 messages below', value: at10k.branchMs, unit: 'ms' },
    { what: 'reading all 10,000 messages for the next reply', value: at10k.wholeMs, unit: 'ms' },
    { what: 'the list of 1,000 chats', value: list.ms, unit: 'ms' },
    { what: 'the list of 1,000 chats', value: list.kilobytes, unit: 'KB' },
  ]
}

function pageRows(size: string, measured: Awaited<ReturnType<typeof measurePage>>): readonly Row[] {
  const { opened, memoryAtOpen, back, memoryAfter, rounds } = measured
  return [
    { what: `${size}: opens, first visit, median`, value: median(opened.fresh), unit: 'ms', goal: '≤ 1000' },
    { what: `${size}: opens, first visit, slowest`, value: Math.max(...opened.fresh), unit: 'ms', goal: '≤ 1000' },
    { what: `${size}: opens again, median`, value: median(opened.again), unit: 'ms', goal: '≤ 1000' },
    ...smoothnessRows(`${size}: reading back`, back),
    ...doings.flatMap((doing) => [
      ...smoothnessRows(`${size}: ${doing}`, rounds.holdfast[doing]),
      { what: `${size}: ${doing}, bare page: longest frame`, value: longestFrame(rounds.bare[doing]), unit: 'ms' },
      { what: `${size}: ${doing}, bare page: over ${goalMs} ms`, value: overGoal(rounds.bare[doing]), unit: '‰' },
    ]),
    { what: `${size}: memory of the page when opened`, value: memoryAtOpen.heapMb, unit: 'MB' },
    { what: `${size}: the same when all was read`, value: memoryAfter.heapMb, unit: 'MB' },
    { what: `${size}: nodes on the page then`, value: memoryAfter.nodes, unit: '' },
  ]
}

function smoothnessRows(what: string, seen: readonly Smoothness[]): readonly Row[] {
  const cpu = Math.max(...seen.map(({ longestTaskCpu }) => longestTaskCpu))
  return [
    { what: `${what}: longest frame`, value: longestFrame(seen), unit: 'ms', goal: `≤ ${goalMs}` },
    { what: `${what}: over ${goalMs} ms`, value: overGoal(seen), unit: '‰' },
    { what: `${what}: longest task, processor time`, value: cpu, unit: 'ms', goal: `≤ ${goalMs}` },
  ]
}

/** Of the longest of each time the middle one: a single one may be the machine's. */
function longestFrame(seen: readonly Smoothness[]): number {
  return median(seen.map(({ frames }) => Math.max(...frames)))
}

/** How many of a thousand frames took longer than the goal. */
function overGoal(seen: readonly Smoothness[]): number {
  const frames = seen.flatMap((one) => one.frames)
  return (1_000 * frames.filter((ms) => ms > goalMs).length) / frames.length
}
