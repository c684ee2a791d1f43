import axe from 'axe-core'
import { expect } from 'vitest'
import { desk, phone, type Tab } from './chromium.ts'
import { eventually } from './story-page.ts'

/** What the page is looked at on. */
export const looks = [
  { on: 'a phone', at: 'day', size: phone, scheme: 'light' },
  { on: 'a phone', at: 'night', size: phone, scheme: 'dark' },
  { on: 'a desk', at: 'day', size: desk, scheme: 'light' },
  { on: 'a desk', at: 'night', size: desk, scheme: 'dark' },
] as const

/** No finding of axe, and nothing to be scrolled to sideways. */
export async function expectUsable(tab: Tab, where: string): Promise<void> {
  // Not as a script element: the page's policy rightly refuses one.
  await tab.page.evaluate(axe.source)
  const findings = await tab.page.evaluate<string[]>(`axe.run().then(({ violations }) => violations.flatMap(
    ({ id, nodes }) => nodes.map(({ html, failureSummary }) => [id, html, failureSummary].join(' | '))))`)
  expect(findings, where).toEqual([])
  await expectNoWider(tab)
  expect(tab.complaints.join('\n')).toBe('')
}

/** Compared with the screen itself: a phone's browser answers a page that is too wide with a wider viewport. */
export function expectNoWider({ page }: Tab): Promise<void> {
  const width = page.viewportSize()?.width
  return eventually(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width ?? 0)
}
