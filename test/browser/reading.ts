import type { Page } from 'playwright-core'

/** What somebody saw who scrolled through a long story. */
export interface Walk {
  /** The numbers of the messages, in the order in which each was first seen. */
  readonly seen: readonly number[]
  /** Messages that did not move by as much as was scrolled. */
  readonly jumps: readonly string[]
  /** What stood on the screen when it was not a stretch of the story in its order. */
  readonly disorder: readonly string[]
  /** The most messages that were on the page at once. */
  readonly mostRows: number
}

/** Scrolls by so many pixels in each picture until it goes no further, and looks at every picture. */
export function walk(page: Page, stepPx: number): Promise<Walk> {
  return page.evaluate(async (step) => {
    const seen = new Set<number>()
    const jumps: string[] = []
    const disorder: string[] = []
    let mostRows = 0
    let before = new Map<number, number>()
    let scrolled = 0
    const { documentElement: root } = document
    const numberOf = (row: Element): number => Number(/Message (\d+)\./.exec(row.textContent)?.[1])

    function look(): void {
      const rows = [...document.querySelectorAll('.row')]
      mostRows = Math.max(mostRows, rows.length)
      const tops = new Map<number, number>()
      for (const row of rows) {
        const { top, bottom } = row.getBoundingClientRect()
        if (bottom > 0 && top < innerHeight) tops.set(numberOf(row), top)
      }
      const numbers = [...tops.keys()]
      if (numbers.length === 0 || numbers.some((number, index) => number !== (numbers[0] ?? 0) + index))
        disorder.push(numbers.join(' '))
      for (const number of step < 0 ? numbers.toReversed() : numbers) seen.add(number)
      for (const [number, top] of tops) {
        const movedPx = top - (before.get(number) ?? top - scrolled) - scrolled
        if (Math.abs(movedPx) > 1) jumps.push(`message ${number} by ${movedPx} px`)
      }
      before = tops
    }

    for (;;) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      look()
      const roomPx = step < 0 ? root.scrollTop : root.scrollHeight - innerHeight - root.scrollTop
      const isReading = step < 0 && document.querySelector('.earlier') !== null
      if (roomPx < 1 && !isReading) return { seen: [...seen], jumps, disorder, mostRows }
      // Near the top it waits for what comes before.
      scrolled = isReading && roomPx < -step ? 0 : -Math.sign(step) * Math.min(roomPx, Math.abs(step))
      scrollBy({ top: -scrolled, behavior: 'instant' })
    }
  }, stepPx)
}

/** Scrolls there, and watches in every picture how far the first message in sight gets from its place. */
export async function watchPlace(page: Page, top: number): Promise<{ readonly movedPx: () => Promise<number> }> {
  const watch = await page.evaluateHandle(async (to) => {
    scrollTo({ top: to, behavior: 'instant' })
    const picture = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    const inSight = (): Element | undefined =>
      [...document.querySelectorAll('.row')].find((row) => row.getBoundingClientRect().bottom > 0)
    const row = inSight()
    const start = row?.getBoundingClientRect().top ?? Number.NaN
    const found = { movedPx: 0 }
    const look = async (): Promise<void> => {
      while (row?.isConnected === true) {
        found.movedPx = Math.max(found.movedPx, Math.abs(row.getBoundingClientRect().top - start))
        await picture()
      }
    }
    void look()
    return found
  }, top)
  return { movedPx: () => watch.evaluate(({ movedPx }) => movedPx) }
}

/** How far the end was below the screen in each picture while a reply was written. */
export function distancesToEnd(page: Page): Promise<readonly number[]> {
  return page.evaluate(async () => {
    const distances: number[] = []
    // Asked after the page's own observer, just before a picture is drawn: what comes between two pictures nobody sees.
    const observer = new ResizeObserver(() => {
      const { scrollHeight, clientHeight, scrollTop } = document.documentElement
      distances.push(scrollHeight - clientHeight - scrollTop)
    })
    observer.observe(document.documentElement)
    while (document.querySelector('[aria-busy="true"]') !== null)
      await new Promise((resolve) => requestAnimationFrame(resolve))
    observer.disconnect()
    return distances
  })
}
