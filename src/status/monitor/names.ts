import { isIP } from 'node:net'
import { isLoopback } from '#protocol/origin-check.ts'
import type { Clock } from '#shared/clock.ts'
import type { Outcome } from '#shared/outcome.ts'

/** Where a name led. */
export interface NameLook {
  /** The address to go to; undefined when there is none. */
  readonly address: string | undefined
  readonly tookMs: number
  /** Why it leads nowhere, as the end of a sentence. */
  readonly failure: string | undefined
  /** That it leads elsewhere than when the site last answered. */
  readonly moved: string | undefined
}

/** The addresses of a name, or the code of what came instead. */
export type Resolve = (name: string) => Promise<Outcome<readonly string[], string>>

/** Watches where the name of a site leads. */
export class NameWatch {
  readonly #name: string
  readonly #resolve: Resolve
  readonly #clock: Pick<Clock, 'now'>
  #good: readonly string[] = []
  #latest: readonly string[] = []

  constructor(name: string, { resolve, clock }: { readonly resolve: Resolve; readonly clock: Pick<Clock, 'now'> }) {
    this.#name = name
    this.#resolve = resolve
    this.#clock = clock
  }

  async look(): Promise<NameLook> {
    const from = this.#clock.now()
    const answer = await this.#resolve(this.#name)
    const tookMs = Math.max(0, this.#clock.now() - from)
    if (!answer.ok) {
      return { address: undefined, tookMs, failure: `${this.#name} leads nowhere (${answer.error})`, moved: undefined }
    }
    this.#latest = answer.value
    return { address: answer.value[0], tookMs, failure: undefined, moved: this.#moved(answer.value) }
  }

  /** The site answered where the name leads now. */
  isGood(): void {
    this.#good = this.#latest
  }

  #moved(now: readonly string[]): string | undefined {
    const isKnown = this.#good.length === 0 || now.some((address) => this.#good.includes(address))
    if (isKnown) return undefined
    return `${this.#name} leads to ${now.join(', ')}, where the site is not; while it answered it led to ${this.#good.join(', ')}`
  }
}

/** The name in an address; undefined where it is a number or this machine, and nobody need be asked for it. */
export function nameIn(address: string): string | undefined {
  const host = new URL(address).hostname.replace(/^\[|\]$/g, '')
  return isIP(host) !== 0 || isLoopback(host) ? undefined : host
}
