import { roll } from './roll.ts'
import type { RollOrder } from './roll-order.ts'

declare const self: DedicatedWorkerGlobalScope

self.addEventListener('message', ({ data }: MessageEvent<RollOrder>) => {
  roll(data, () => performance.now()).then(
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a window's has one, a worker's has not
    (answer) => self.postMessage(answer),
    // A mistake of ours: the page hears of it as of any worker that breaks.
    (error: unknown) => reportError(error),
  )
})
