import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { until } from '../../support/house.ts'
import { complaintsOf, openProfile } from '../chromium.ts'

/** What the box is open for: the end of the story, a message that is written anew, or a waiting turn. */
export type Mode = 'plain' | `edit:${string}` | `waiting:${string}`

export interface DeskTab {
  readonly page: Page
  readonly complaints: readonly string[]
  mode: Mode
}

/** Whoever writes: one browser with all that it keeps. Its tabs, and it itself, can end in every way there is. */
export class Desk {
  readonly #command: string
  readonly #folder: string
  readonly #address: string
  #context: BrowserContext
  #tabs: readonly DeskTab[] = []
  #isOffline = false

  private constructor(command: string, folder: string, address: string, context: BrowserContext) {
    this.#command = command
    this.#folder = folder
    this.#address = address
    this.#context = context
  }

  static async open(command: string, address: string): Promise<Desk> {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-desk-'))
    const desk = new Desk(command, folder, address, await openProfile(command, folder))
    const { page } = await desk.openTab('/')
    // From now on the page opens from the device.
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
    return desk
  }

  get tabs(): readonly DeskTab[] {
    return this.#tabs
  }

  async openTab(path: string): Promise<DeskTab> {
    const page = await this.#context.newPage()
    const tab: DeskTab = { page, complaints: complaintsOf(page), mode: 'plain' }
    await page.goto(this.#address + path)
    await page.locator('#box').waitFor()
    this.#tabs = [...this.#tabs, tab]
    return tab
  }

  async goTo(tab: DeskTab, path: string): Promise<void> {
    await tab.page.goto(this.#address + path)
    await tab.page.locator('#box').waitFor()
    tab.mode = 'plain'
  }

  async reload(tab: DeskTab): Promise<void> {
    await tab.page.reload()
    await tab.page.locator('#box').waitFor()
    tab.mode = 'plain'
  }

  async closeTab(tab: DeskTab): Promise<void> {
    this.#tabs = this.#tabs.filter((one) => one !== tab)
    await tab.page.close()
  }

  /** The renderer dies. Tabs that the browser keeps in one process die together. */
  async crash(tab: DeskTab): Promise<void> {
    const crashed = new Set<DeskTab>()
    for (const one of this.#tabs) one.page.once('crash', () => crashed.add(one))
    const gone = tab.page.waitForEvent('crash')
    // The address that crashes a renderer never answers.
    const going = tab.page.goto('chrome://crash').catch(() => undefined)
    await gone
    await going
    for (const one of crashed) await this.closeTab(one)
  }

  /** Ends the browser and starts it again, without its tabs. */
  async restart(how: 'closed' | 'killed'): Promise<void> {
    this.#tabs = []
    if (how === 'closed') await this.#context.close()
    else await this.#kill()
    this.#context = await openProfile(this.#command, this.#folder)
    await this.#context.setOffline(this.#isOffline)
  }

  async setOffline(isOffline: boolean): Promise<void> {
    this.#isOffline = isOffline
    await this.#context.setOffline(isOffline)
  }

  async close(): Promise<void> {
    await this.#context.close()
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 10 })
  }

  async #kill(): Promise<void> {
    const gone = new Promise((resolve) => this.#context.once('close', resolve))
    const pid = await until(() => browserOf(this.#folder))
    process.kill(pid, 'SIGKILL')
    await gone
    await until(async () => (await browserOf(this.#folder)) === undefined)
  }
}

/** The browser's first process, read from proc(5): its children say what they are, it does not. */
async function browserOf(folder: string): Promise<number | undefined> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))
  for (const pid of pids) {
    try {
      const args = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0')
      if (args.includes(`--user-data-dir=${folder}`) && !args.some((arg) => arg.startsWith('--type=')))
        return Number(pid)
    } catch {
      // It ended while we looked.
    }
  }
}
