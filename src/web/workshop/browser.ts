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
