import type { Page } from 'playwright-core'

/** Waits until the browser keeps the page, and its worker has hold of this tab. */
export async function isKept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
}
