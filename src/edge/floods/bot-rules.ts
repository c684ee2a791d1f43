import type { Client } from '../client/client.ts'
import type { RequestHead } from '../request-head.ts'
import { claimedCrawler, isMachineOf, type Crawler, type Names } from './crawlers.ts'
import type { Refusal } from './refusal.ts'

interface Verdict {
  readonly isMachine: boolean | undefined
  readonly at: number
}

export interface BotMeans {
  readonly now: () => number
  readonly names: Names
}

const keptMs = 3_600_000
const mostKept = 10_000
/** A flood of claims must not become a flood of questions to the DNS. */
const mostAtOnce = 16

/**
 * Two rules about programs. Who makes work says by `User-Agent` what they are; and who claims to be a known crawler is one. A
 * claim is looked up beside the request, which never waits for it: until it is known, whoever claims counts as anybody.
 */
export class BotRules {
  readonly #means: BotMeans
  readonly #verdicts = new Map<string, Verdict>()
  #asking = 0

  constructor(means: BotMeans) {
    this.#means = means
  }

  refusalFor({ address }: Client, { header }: RequestHead, isWork: boolean): Refusal | undefined {
    const userAgent = header('user-agent')?.trim() ?? ''
    if (userAgent === '') return isWork ? nameless : undefined
    const crawler = claimedCrawler(userAgent)
    if (crawler === undefined || address === undefined) return undefined
    return this.#isMachine(crawler, address) === false ? impostor(crawler, address) : undefined
  }

  #isMachine(crawler: Crawler, address: string): boolean | undefined {
    const key = `${crawler.name} ${address}`
    const known = this.#verdicts.get(key)
    if (known !== undefined && this.#means.now() - known.at < keptMs) return known.isMachine
    if (this.#asking < mostAtOnce) void this.#lookUp(crawler, address, key)
    return undefined
  }

  async #lookUp(crawler: Crawler, address: string, key: string): Promise<void> {
    this.#asking += 1
    this.#keep(key, undefined)
    try {
      this.#keep(key, await isMachineOf(crawler, address, this.#means.names))
    } finally {
      this.#asking -= 1
    }
  }

  #keep(key: string, isMachine: boolean | undefined): void {
    this.#verdicts.delete(key)
    this.#verdicts.set(key, { isMachine, at: this.#means.now() })
    if (this.#verdicts.size <= mostKept) return
    for (const oldest of this.#verdicts.keys()) return void this.#verdicts.delete(oldest)
  }
}

const nameless: Refusal = {
  fault: 'nameless-program',
  because: 'there is no User-Agent in the request',
  retryAfterMs: undefined,
}

function impostor({ name, hosts }: Crawler, address: string): Refusal {
  const because = `User-Agent says ${name}, and the DNS has no name for ${address} that ends with ${hosts.join(' or ')} and leads back to it`
  return { fault: 'false-crawler', because, retryAfterMs: undefined }
}
