import type { Locator, Page } from 'playwright-core'
import { eventually } from './story-page.ts'

/** The text of a generator as its writer sees it: in the editor, which comes a moment after the page. */
export function source(page: Page): Locator {
  return page.locator('.cm-content')
}

/** Puts this text in the place of whatever stood there. */
export async function writeSource(page: Page, text: string): Promise<void> {
  await source(page).focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText(text)
  await eventually(() => sourceText(page)).toBe(text)
}

/** All of it, if it is short enough to be in sight. */
export async function sourceText(page: Page): Promise<string> {
  return (await page.locator('.cm-line').allTextContents()).join('\n')
}
