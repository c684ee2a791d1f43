import { keepWorkshop } from '../shell/names.ts'
import type { RollAnswer, RollWorker } from './roll-order.ts'

/** A generator that means harm keeps this worker busy, and never the page. */
export function openRollWorker(): RollWorker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  return {
    ask(order) {
      const { promise, resolve, reject } = Promise.withResolvers<RollAnswer>()
      const answered = new AbortController()
      const { signal } = answered
      worker.addEventListener('message', ({ data }: MessageEvent<RollAnswer>) => resolve(data), { signal })
      worker.addEventListener('error', () => reject(new Error('the worker broke or did not come')), { signal })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a window's has one, a worker's has not
      worker.postMessage(order)
      return promise.finally(() => answered.abort())
    },
    end: () => worker.terminate(),
  }
}

/** Has the worker that keeps the page on this device keep the parts of the workshop, too: it may be offline next time. */
export function keepWorkshopHere(): void {
  // Where no worker keeps anything, this never comes to its end.
  if ('serviceWorker' in navigator)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a window's has one, a worker's has not
    void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage(keepWorkshop))
}
