import { existsSync } from 'node:fs'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { quietChromium } from '../../src/lab/visits/quiet-chromium.ts'

const shell = new URL('../../dist/web/index.html', import.meta.url)

/** Widths that the page is drawn for: a telephone and a desk. */
export const phone = { width: 390, height: 844 } as const
export const desk = { width: 1280, height: 800 } as const

export interface TabOptions {
  readonly size?: { readonly width: number; readonly height: number }
  readonly scheme?: 'light' | 'dark'
  /** Nothing moves, so that what is measured or photographed is not on its way to something else. */
  readonly isStill?: boolean
  /** Without a worker, everything that the page asks for can be held up. */
  readonly isWithoutWorker?: boolean
}

/** One page in a browser of its own: no cookies, drafts or caches of another. */
export interface Tab {
  readonly page: Page
  readonly context: BrowserContext
  /** What went wrong inside: uncaught errors, refusals of the page's policy, whatever else it wrote as an error. */
  readonly complaints: readonly string[]
  /** Every origin that the page asked for anything. */
  readonly origins: ReadonlySet<string>
  readonly close: () => Promise<void>
}

export interface Chromium {
  readonly openTab: (address: string, options?: TabOptions) => Promise<Tab>
  readonly close: () => Promise<void>
}

/** Waits are bounded only so that a test that hangs can say at what. */
export const patienceMs = 60_000

/** A browser that keeps what it has in a folder, so that it can be ended and started again. */
export async function openProfile(command: string, folder: string): Promise<BrowserContext> {
  needsShell()
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: command,
    args: [...quietChromium],
    viewport: desk,
  })
  context.setDefaultTimeout(patienceMs)
  return context
}

export async function openChromium(command: string): Promise<Chromium> {
  needsShell()
  const browser = await chromium.launch({ executablePath: command, args: [...quietChromium] })
  return {
    async openTab(address, { size = desk, scheme = 'light', isStill = false, isWithoutWorker = false } = {}) {
      const context = await browser.newContext({
        serviceWorkers: isWithoutWorker ? 'block' : 'allow',
        viewport: size,
        colorScheme: scheme,
        reducedMotion: isStill ? 'reduce' : 'no-preference',
        isMobile: size.width <= phone.width,
        hasTouch: size.width <= phone.width,
      })
      context.setDefaultTimeout(patienceMs)
      const page = await context.newPage()
      const tab = { page, context, complaints: complaintsOf(page), origins: originsAskedBy(context) }
      await page.goto(address)
      return { ...tab, close: () => context.close() }
    },
    close: () => browser.close(),
  }
}

/** The renderer dies, as when the browser runs out of memory. */
export async function crash({ page }: Pick<Tab, 'page'>): Promise<void> {
  const gone = page.waitForEvent('crash')
  // The address that crashes a renderer never answers.
  const going = page.goto('chrome://crash').catch(() => undefined)
  await gone
  await going
}

function needsShell(): void {
  if (!existsSync(shell)) throw new Error('The web app has not been built: run `node tools/build-web.js` first.')
}

// The second is about the worker's script, which the browser looks for on its own account.
const notesOfRequests = ['Failed to load resource', 'An unknown error occurred when fetching the script']

export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    // The browser's own note of a request that failed: in an outage there are many, and the page answers for them.
    const isNoteOfRequest = notesOfRequests.some((note) => message.text().startsWith(note))
    if (message.type() === 'error' && !isNoteOfRequest) complaints.push(message.text())
  })
  return complaints
}

function originsAskedBy(context: BrowserContext): ReadonlySet<string> {
  const origins = new Set<string>()
  context.on('request', (request) => origins.add(new URL(request.url()).origin))
  return origins
}
