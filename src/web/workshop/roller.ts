import type { Clock } from '#shared/clock.ts'
import { inTurn } from '#shared/in-turn.ts'
import type { RollAnswer, RollOrder, RollWorker } from './roll-order.ts'

/** `silent`: it was ended, because no answer came in time. `broken`: there is no worker to be had, or it broke. */
export type Rolled = RollAnswer | 'silent' | 'broken'

export interface RollerMeans {
  readonly clock: Clock
  readonly open: () => RollWorker
}

/** Every generation has a limit of its own far below this: whoever comes to it has met a mistake of ours. */
export const patienceMs = 10_000

/** Has generators rolled by a worker, one order after the other, and does not wait for one that never answers. */
export class Roller {
  readonly #means: RollerMeans
  readonly #inTurn = inTurn()
  #worker: RollWorker | null = null

  constructor(means: RollerMeans) {
    this.#means = means
  }

  ask(order: RollOrder): Promise<Rolled> {
    return this.#inTurn(() => this.#ask(order))
  }

  async #ask(order: RollOrder): Promise<Rolled> {
    const worker = (this.#worker ??= this.#means.open())
    const { promise: silence, resolve } = Promise.withResolvers<'silent'>()
    const cancel = this.#means.clock.after(patienceMs, () => resolve('silent'))
    const rolled = await Promise.race([worker.ask(order).catch(() => 'broken' as const), silence])
    cancel()
    if (typeof rolled === 'string') {
      worker.end()
      this.#worker = null
    }
    return rolled
  }
}
