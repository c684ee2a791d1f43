import { accessSync, constants } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium as driver, type BrowserContext } from 'playwright-core'
import * as z from 'zod/mini'
import { visitorTestsSchema, type VisitorTests } from '#protocol/visitor-tests.ts'
import type { Clock } from '#shared/clock.ts'
import { addresses, visitedName } from '../hosts/addresses.ts'
import type { Place } from '../hosts/in-world.ts'
import { quietChromium } from './quiet-chromium.ts'
import { visitedAddress } from './site.ts'

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The Chromium of this machine; undefined where there is none. */
export function chromiumHere(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(':')
  return folders.flatMap((folder) => commands.map((command) => join(folder, command))).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Somebody who sits before a browser. */
export interface Visitor {
  /** Loads the page that tests the way anew, and answers with what it says in the end. */
  readonly look: () => Promise<Told>
  readonly close: () => Promise<void>
}

export interface Told {
  readonly verdict: NonNullable<VisitorTests['verdict']>
  readonly run: VisitorTests['runs'][number]
  /** The browser opened the page by itself, as it does when the site is gone. */
  readonly isPageKept: boolean
}

/** As the page keeps it on the browser's shelf. */
const keptSchema = z.object({ tests: visitorTestsSchema })
const keptUnder = 'holdfast:check'

/** The tests of the way have clocks of their own, which are far shorter. */
const atMostMs = 120_000
const betweenLooksMs = 100

export interface OpenVisitorOptions extends Pick<Place, 'world' | 'folder'> {
  /** Its file. */
  readonly chromium: string
  readonly clock: Clock
}

/** Opens a browser on the visitor's host. */
export async function openVisitor({ world, folder, chromium, clock }: OpenVisitorOptions): Promise<Visitor> {
  const executablePath = join(folder, 'chromium')
  await writeFile(executablePath, `#!/bin/sh\nexec ${world.before('visitor').join(' ')} '${chromium}' "$@"\n`)
  await chmod(executablePath, 0o700)
  // No name server of the machine's own is there to ask.
  const names = `--host-resolver-rules=MAP ${visitedName} ${addresses.origin}`
  const browser = await driver.launch({ executablePath, args: [...quietChromium, names], timeout: atMostMs })
  const context = await browser.newContext()
  context.setDefaultTimeout(atMostMs)
  const page = await context.newPage()
  return {
    async look() {
      const from = clock.now()
      const isFirst = page.url() === 'about:blank'
      const opened = await (isFirst ? page.goto(`${visitedAddress}/check`) : page.reload())
      const isPageKept = opened?.fromServiceWorker() === true
      for (;;) {
        const told = await toldSince(context, from)
        if (told !== undefined) return { ...told, isPageKept }
        if (clock.now() - from > atMostMs) throw new Error(`the page has not said anything after ${atMostMs / 1000} s`)
        await clock.sleep(betweenLooksMs)
      }
    },
    close: () => browser.close(),
  }
}

async function toldSince(context: BrowserContext, from: number): Promise<Omit<Told, 'isPageKept'> | undefined> {
  const { origins } = await context.storageState()
  const shelf = origins.find(({ origin }) => origin === visitedAddress)?.localStorage ?? []
  const kept = shelf.find(({ name }) => name === keptUnder)
  if (kept === undefined) return undefined
  const { verdict, runs } = keptSchema.parse(JSON.parse(kept.value)).tests
  const run = runs.at(-1)
  return verdict === null || run === undefined || run.at < from ? undefined : { verdict, run }
}
