import { Buckets } from './buckets.ts'
import type { Refusal } from './refusal.ts'

/** How much is taken from one client. 0: there is no limit. */
export interface LimitSettings {
  readonly requestsPerMinute: number
  /** Of those, how many that make somebody work for long. */
  readonly repliesPerMinute: number
}

/** Both buckets of each take some 200 bytes. */
const mostClients = 50_000

/** Holds each client to what is taken from one. */
export class ClientLimits {
  readonly #settings: LimitSettings
  readonly #requests: Buckets
  readonly #replies: Buckets

  constructor(settings: LimitSettings) {
    this.#settings = settings
    this.#requests = new Buckets({ perMinute: settings.requestsPerMinute, mostKeys: mostClients })
    this.#replies = new Buckets({ perMinute: settings.repliesPerMinute, mostKeys: mostClients })
  }

  /** Counts a request of a client. Undefined: it is taken. */
  refusalFor(key: string, isWork: boolean, now: number): Refusal | undefined {
    const waitMs = this.#requests.take(key, now)
    if (waitMs > 0) return refusal('too-many-requests', `${this.#settings.requestsPerMinute} requests`, waitMs)
    const workWaitMs = isWork ? this.#replies.take(key, now) : 0
    if (workWaitMs === 0) return undefined
    return refusal('too-many-replies', `${this.#settings.repliesPerMinute} requests that make work`, workWaitMs)
  }
}

function refusal(fault: Refusal['fault'], limit: string, retryAfterMs: number): Refusal {
  return { fault, because: `the limit for one client is ${limit} a minute`, retryAfterMs }
}
