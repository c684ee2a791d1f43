import type { Log } from '#shared/log.ts'
import type { Client } from '../client/client.ts'
import type { RequestHead } from '../request-head.ts'
import { BotRules } from './bot-rules.ts'
import { Buckets } from './buckets.ts'
import { ClientLimits, type LimitSettings } from './client-limits.ts'
import type { Names } from './crawlers.ts'
import { makesWork } from './makes-work.ts'
import { tooLarge, type Refusal } from './refusal.ts'

export interface FloodSettings extends LimitSettings {
  /** Whether programs on this machine itself are held to the same. */
  readonly limitsThisMachine: boolean
  /** How many connections one client may have. 0: no limit. */
  readonly connections: number
  /** The largest body of a request that is passed on. 0: no limit. */
  readonly mostBodyBytes: number
  /** How many newcomers in a second are let in as they come. 0: any number. */
  readonly proofAbove: number
  /** Whether programs say what they are, and are what they say. */
  readonly botRules: boolean
  /** The name server to ask about crawlers, as `address:port`; null for those of the system. */
  readonly botResolver: string | null
}

export interface FloodMeans {
  readonly now: () => number
  readonly log: Log
  /** Whether Holdfast is behind the edge. */
  readonly isOwn: boolean
  readonly names: Names
}

/** Connections of a page that is closed are gone in a moment. */
const crowdedMs = 2000

/** A line a minute for each client is enough to find a flood, and too little to become one. */
const told = { perMinute: 1, mostKeys: 1000 }

/** Keeps floods from whatever is behind the edge. Asked first of all, so that nothing more is done for what it turns away. */
export class Floods {
  readonly #settings: FloodSettings
  readonly #means: FloodMeans
  readonly #limits: ClientLimits
  readonly #botRules: BotRules | undefined
  readonly #told = new Buckets(told)

  constructor(settings: FloodSettings, means: FloodMeans) {
    this.#settings = settings
    this.#means = means
    this.#limits = new ClientLimits(settings)
    this.#botRules = settings.botRules ? new BotRules(means) : undefined
  }

  /** Why a request is not taken; undefined if it is. */
  refusalFor(client: Client, head: RequestHead): Refusal | undefined {
    const { mostBodyBytes } = this.#settings
    const isTooLarge = mostBodyBytes > 0 && Number(head.header('content-length') ?? 0) > mostBodyBytes
    if (isTooLarge) return tooLarge(mostBodyBytes)
    if (this.isSpared(client)) return undefined
    const isWork = makesWork(head, this.#means.isOwn)
    const limited = this.#limits.refusalFor(client.key, isWork, this.#means.now())
    const refusal = limited ?? this.#botRules?.refusalFor(client, head, isWork)
    if (refusal !== undefined) this.#tell(client, refusal)
    return refusal
  }

  /** Whether somebody is held to nothing. */
  isSpared({ isHere }: Pick<Client, 'isHere'>): boolean {
    // Behind a proxy that is not named, everybody is this machine: better no limit than one for all of them together.
    return isHere && !this.#settings.limitsThisMachine
  }

  /** How many connections are kept for the one at the other end of them. 0: no limit. */
  connectionLimitFor({ isHere, isForwarded }: Pick<Client, 'isHere' | 'isForwarded'>): number {
    // A proxy brings the connections of everybody behind it.
    return isForwarded || this.isSpared({ isHere }) ? 0 : this.#settings.connections
  }

  /** What one hears who has one too many. */
  tooManyConnections(client: Client): Refusal {
    const because = `the limit for one client is ${this.#settings.connections} connections`
    const refusal = { fault: 'too-many-connections', because, retryAfterMs: crowdedMs } as const
    this.#tell(client, refusal)
    return refusal
  }

  #tell(client: Client, { fault, because }: Refusal): void {
    const { log, now } = this.#means
    if (this.#told.take(client.key, now()) > 0) return
    log.warn('client refused', { client: client.address, ray: client.ray, fault, because })
  }
}
