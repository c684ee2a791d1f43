import type { Means } from '../means.ts'

/** How long a lease holds that nobody renews: the tab is gone, or its timers stand still. */
export const leaseMs = 5_000
const renewMs = 1_000
// Two tabs may write at the same moment; after so long each reads the same one.
const settleMs = 100

export type LeaseMeans = Pick<Means, 'clock' | 'shelf' | 'makeId'>

/**
 * One tab at a time where the browser has no Web Locks, as on a page without TLS. Weaker than a lock: a tab that slept
 * may still believe that it holds the lease. Whoever runs under it must bear two at once for a moment.
 */
export async function underLease(
  means: LeaseMeans,
  name: string,
  run: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const lease = new Lease(means, name)
  while (!signal.aborted) {
    if (lease.take()) {
      await means.clock.sleep(settleMs)
      if (lease.isMine()) return holding(means, lease, run)
    }
    await means.clock.sleep(renewMs)
  }
}

async function holding({ clock }: LeaseMeans, lease: Lease, run: () => Promise<void>): Promise<void> {
  const stopRenewing = clock.every(renewMs, () => lease.take())
  try {
    await run()
  } finally {
    stopRenewing()
    lease.giveBack()
  }
}

class Lease {
  readonly #means: LeaseMeans
  readonly #key: string
  readonly #holder: string

  constructor(means: LeaseMeans, name: string) {
    this.#means = means
    this.#key = `holdfast:lease:${name}`
    this.#holder = means.makeId()
  }

  isMine(): boolean {
    return this.#read()?.holder === this.#holder
  }

  /** Takes it or renews it, unless somebody else holds it. */
  take(): boolean {
    const { clock, shelf } = this.#means
    const held = this.#read()
    const leftMs = held === null ? 0 : held.until - clock.now()
    // More than a whole lease can only be left when the clock was set back.
    const isHeld = leftMs > 0 && leftMs <= leaseMs
    if (isHeld && held?.holder !== this.#holder) return false
    return shelf.put(this.#key, `${this.#holder} ${clock.now() + leaseMs}`)
  }

  giveBack(): void {
    if (this.isMine()) this.#means.shelf.remove(this.#key)
  }

  #read(): { readonly holder: string; readonly until: number } | null {
    const [holder, until] = this.#means.shelf.get(this.#key)?.split(' ') ?? []
    return holder === undefined || until === undefined ? null : { holder, until: Number(until) }
  }
}
