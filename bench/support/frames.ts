import type { Browser, Page } from 'playwright-core'

/** How a page moved while something was done with it. */
export interface Smoothness {
  /** Time between two pictures, in milliseconds. */
  readonly frames: readonly number[]
  /** Tasks of the page's main thread that took 50 ms or more, by the clock. */
  readonly longTasks: readonly number[]
  /**
   * The longest task of the page's main thread in its own processor time: unlike the others it does not grow when
   * the machine has more to do than this.
   */
  readonly longestTaskCpu: number
}

/** Does something with a page and looks how smooth it was meanwhile. */
export async function watchFrames(browser: Browser, page: Page, doing: () => Promise<void>): Promise<Smoothness> {
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] })
  const watch = await page.evaluateHandle(() => {
    const frames: number[] = []
    const longTasks: number[] = []
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longTasks.push(duration)
    })
    observer.observe({ type: 'longtask' })
    let last = Number.NaN
    let isOver = false
    function frame(now: number): void {
      if (!Number.isNaN(last)) frames.push(now - last)
      last = now
      if (!isOver) requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    return {
      frames,
      longTasks,
      end() {
        isOver = true
        observer.disconnect()
      },
    }
  })
  await doing()
  const { frames, longTasks } = await watch.evaluate((watched) => {
    watched.end()
    return { frames: watched.frames, longTasks: watched.longTasks }
  })
  return { frames, longTasks, longestTaskCpu: longestTaskIn(String(await browser.stopTracing())) }
}

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Processor time in microseconds. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

function longestTaskIn(trace: string): number {
  const events = traceEventsOf(JSON.parse(trace))
  const isMain = new Set(
    events.flatMap(({ name, pid, tid, args }) =>
      name === 'thread_name' && args?.name === 'CrRendererMain' ? [`${pid} ${tid}`] : [],
    ),
  )
  const tasks = events.filter(({ name, pid, tid }) => name === 'RunTask' && isMain.has(`${pid} ${tid}`))
  return tasks.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur / 1_000), 0)
}

function traceEventsOf(trace: unknown): readonly TraceEvent[] {
  if (typeof trace !== 'object' || trace === null || !('traceEvents' in trace)) throw new Error('this is no trace')
  return trace.traceEvents as TraceEvent[] // oxlint-disable-line typescript/consistent-type-assertions -- the browser's own format
}
