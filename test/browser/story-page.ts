import { expect } from 'vitest'
import type { JSHandle, Locator, Page } from 'playwright-core'
import type { Side } from '../../src/protocol/fault.ts'
import { patienceMs } from './chromium.ts'

/** The page as the one who writes on it sees it. */
export interface StoryPage {
  readonly box: Locator
  readonly ownMessages: Locator
  readonly replies: Locator
  readonly lastReply: Locator
  readonly button: (name: string) => Locator
  /** The line in the story that says what is wrong and whose side it is on. */
  readonly quietLine: (side: Side) => Locator
  /** Writes into the box and sends with Enter. */
  readonly send: (text: string) => Promise<void>
  /** What stands on the screen of the last reply. */
  readonly words: () => Promise<string>
  readonly hasWords: (atLeast: number) => Promise<void>
  /** Waits until the last of so many replies is over, and answers its id. */
  readonly ended: (state: 'done' | 'stopped' | 'failed', replies?: number) => Promise<string>
}

export function storyPage(page: Page): StoryPage {
  const box = page.locator('#box')
  const replies = page.locator('[data-reply]')
  const lastReply = replies.last()
  const words = async (): Promise<string> => (await replies.allTextContents()).at(-1) ?? ''
  return {
    box,
    replies,
    lastReply,
    words,
    ownMessages: page.locator('article.own'),
    button: (name) => page.getByRole('button', { name, exact: true }),
    quietLine: (side) => page.locator(`main .quiet-line[data-side="${side}"]`).first(),
    async send(text) {
      await box.fill(text)
      await box.press('Enter')
    },
    async hasWords(atLeast) {
      await page.waitForFunction((count) => {
        const last = [...document.querySelectorAll('[data-reply]')].at(-1)?.textContent ?? ''
        return last.split(' ').filter((word) => word !== '').length >= count
      }, atLeast)
    },
    async ended(state, count = 1) {
      const last = replies.nth(count - 1)
      await last.and(page.locator(`[data-state="${state}"]`)).waitFor({ state: 'attached' })
      return (await last.getAttribute('data-reply')) ?? ''
    },
  }
}

export function wordsIn(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '')
}

/** Looks again and again until it is so; the bound is only there to say what did not come. */
export function eventually<T>(look: () => Promise<T> | T): ReturnType<typeof expect.poll<T>> {
  return expect.poll(look, { timeout: patienceMs, interval: 40 })
}

/** From inside the page, what a reader would see; it is lost with the page, so it also tells that nothing was reloaded. */
export interface Watch {
  /** Every text of a reply that did not go on with the one before it. */
  readonly takenBack: () => Promise<readonly string[]>
}

/** Looks at every change of the last reply: words may only be added to it. */
export async function watchWords(page: Page): Promise<Watch> {
  const seen: JSHandle<{ readonly takenBack: readonly string[] }> = await page.evaluateHandle(() => {
    const takenBack: string[] = []
    const texts = new Map<string, string>()
    function look(): void {
      for (const [id, before] of texts) {
        const now = document.querySelector(`[data-reply="${id}"]`)?.textContent ?? ''
        if (!now.startsWith(before)) takenBack.push(`“${before}” became “${now}”`)
      }
      for (const reply of document.querySelectorAll('[data-reply]')) {
        texts.set(reply.getAttribute('data-reply') ?? '', reply.textContent)
      }
    }
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true })
    return { takenBack }
  })
  return { takenBack: () => seen.evaluate(({ takenBack }) => takenBack) }
}
