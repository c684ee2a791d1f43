import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer, request, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { archiveLine } from '../../src/protocol/archive.ts'
import { describeWith } from '../parts.ts'
import { openHouse, type House } from '../support/house.ts'
import { openProfile } from './chromium.ts'

const megabytes = Number(process.env['MEGABYTES'] ?? 400)
const messageCharacters = 100_000
// A browser holds a few tens of megabytes on the way, and garbage until it collects it, later when there is much else to
// do; both are the same for any file.
const bearableBytes = 300_000_000

const id = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

function* lines(ofMegabytes: number): Generator<Uint8Array> {
  const messages = (ofMegabytes * 1_000_000) / messageCharacters
  yield archiveLine({ holdfast: 'archive', version: 1, madeAt: 1, by: 'test' })
  yield archiveLine({ chat: { id: id(0), title: 'Large', createdAt: 1, updatedAt: messages, head: id(messages) } })
  for (let n = 1; n <= messages; n++) {
    const text = `${n} `.padEnd(messageCharacters, 'The sea was grey. ')
    const parentId = n === 1 ? null : id(n - 1)
    yield archiveLine({
      message: { id: id(n), chatId: id(0), parentId, role: 'user', text, createdAt: n, reply: null },
    })
  }
  yield archiveLine({ end: { chats: 1, messages } })
}

describeWith('chromium', `stories of ${megabytes} MB`, (command) => {
  let house: House
  let site: Site
  let folder: string
  let context: BrowserContext

  beforeAll(async () => {
    house = await openHouse()
    site = await openSite(house)
    folder = await mkdtemp(join(tmpdir(), 'holdfast-large-'))
    context = await openProfile(command, folder)
  })
  afterAll(async () => {
    await context?.close()
    site?.server.close()
    await house?.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  })

  test('are copied into a folder and read back in memory that does not grow with them', { timeout: 0 }, async () => {
    const page = await openWords()
    // What a browser takes for doing this at all, it has taken then.
    site.megabytes = 10
    await page.getByRole('button', { name: 'Pick a folder…' }).click()
    await page.getByText('It was read back and is whole.').waitFor({ timeout: 0 })
    site.megabytes = megabytes
    const grown = await grownWhile(folder, async () => {
      await page.getByRole('button', { name: 'Copy now' }).click()
      await expect.poll(() => largestCopy(page), { timeout: 600_000 }).toBeGreaterThan(megabytes * 1_000_000)
      await page.getByText('Copying…').waitFor({ state: 'detached', timeout: 0 })
      await page.getByText('It was read back and is whole.').waitFor({ timeout: 0 })
    })
    expect(grown).toBeLessThan(bearableBytes)
  })

  test('are saved by the browser in memory that does not grow with them', { timeout: 0 }, async () => {
    const page = await openWords()
    const grown = await grownWhile(folder, async () => {
      const saving = page.getByRole('region', { name: 'Take your stories away' }).getByRole('button', { name: 'Save' })
      const [download] = await Promise.all([page.waitForEvent('download', { timeout: 0 }), saving.click()])
      expect((await stat(await download.path())).size).toBeGreaterThan(megabytes * 1_000_000)
    })
    expect(grown).toBeLessThan(bearableBytes)
  })

  async function openWords(): Promise<Page> {
    const page = await context.newPage()
    await page.addInitScript(() => {
      // Stands in for the browser's own dialog, which no test can use.
      const showDirectoryPicker = async (): Promise<FileSystemDirectoryHandle> =>
        (await navigator.storage.getDirectory()).getDirectoryHandle('copies', { create: true })
      Object.assign(window, { showDirectoryPicker })
    })
    await page.goto(`${site.address}/words`)
    await page.getByRole('region', { name: 'Take your stories away' }).waitFor()
    return page
  }
})

interface Site {
  readonly address: string
  readonly server: Server
  /** How much there is to take away. */
  megabytes: number
}

/** The house, but for its stories: there are as many as the test wants. */
async function openSite(house: House): Promise<Site> {
  const server = createServer((asked, answer) => {
    const { url: path = '', method, headers } = asked
    if (/^\/api\/(export\?|exports\/[^/]+\/file)/.test(path)) {
      answer.writeHead(200, { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' })
      return void pipeline(Readable.from(lines(site.megabytes)), answer).catch(() => undefined)
    }
    // As if the page had asked there itself.
    const { host } = new URL(house.edge)
    const own = { ...headers, host, ...(headers.origin !== undefined && { origin: house.edge }) }
    const passed = request(house.edge + path, { method, headers: own })
    passed.on('response', (from) => {
      answer.writeHead(from.statusCode ?? 502, from.headers)
      from.pipe(answer)
    })
    passed.on('error', () => answer.destroy())
    asked.pipe(passed)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  if (at === null || typeof at === 'string') throw new Error('the site has no port')
  const site: Site = { address: `http://127.0.0.1:${at.port}`, server, megabytes }
  return site
}

/** By how many bytes the processes of a browser together have grown at most, and prints it. */
async function grownWhile(profile: string, act: () => Promise<void>): Promise<number> {
  const before = await memoryOf(profile)
  let peak = before
  let isOver = false
  const watching = (async () => {
    while (!isOver) {
      peak = Math.max(peak, await memoryOf(profile))
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  })()
  await act()
  isOver = true
  await watching
  const [from, to] = [before, peak].map((bytes) => `${Math.round(bytes / 1e6)} MB`)
  process.stdout.write(`a browser that takes ${megabytes} MB grows from ${from} to ${to}\n`)
  return peak - before
}

/** What the processes hold for themselves (proc_pid_smaps: what they share is divided among them). */
async function memoryOf(profile: string): Promise<number> {
  const sizes = await Promise.all((await processesOf(profile)).map(sizeOf))
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function sizeOf(pid: string): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '') // it has ended
  return 1024 * Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0)
}

async function processesOf(profile: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [line, args] = await Promise.all(
        ['stat', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      )
      const parent = /\) \S (\d+)/.exec(line ?? '')?.[1] ?? ''
      return { pid, parent, isFirst: args?.includes(`--user-data-dir=${profile}`) === true }
    }),
  )
  const own = new Set(found.filter(({ isFirst }) => isFirst).map(({ pid }) => pid))
  for (let size = -1; size !== own.size;) {
    size = own.size
    for (const { pid, parent } of found) if (own.has(parent)) own.add(pid)
  }
  return [...own]
}

function largestCopy(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const copies = await (await navigator.storage.getDirectory()).getDirectoryHandle('copies')
    let largest = 0
    for await (const name of copies.keys()) {
      const { size } = await (await copies.getFileHandle(name)).getFile()
      largest = Math.max(largest, size)
    }
    return largest
  })
}
