import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Address } from '#shared/ip-address.ts'
import type { RangeList } from './range-list.ts'
import { isWithin, readRange, type Range } from './client/range.ts'

/** The headers in which a proxy may say who came to it. */
export const clientHeaders = ['x-forwarded-for', 'forwarded', 'cf-connecting-ip'] as const
export type ClientHeader = (typeof clientHeaders)[number]

/** Who is believed about who asks. */
export interface Proxies {
  readonly includes: (address: Address) => boolean
  readonly isCloudflare: (address: Address) => boolean
  /** In which header those that are not Cloudflare say it. */
  readonly header: ClientHeader
}

/** Who an operator says is in front of the edge. */
export interface ProxiesNamed {
  readonly ranges: readonly Range[]
  /** Whether the word `cloudflare` stands among them. */
  readonly cloudflare: boolean
}

/** Reads a list such as `127.0.0.1, 10.0.0.0/8, cloudflare`. The error is the part that is none of these. */
export function readProxies(text: string): Outcome<ProxiesNamed, string> {
  const words = text.split(/[\s,]+/).filter((word) => word !== '')
  const others = words.filter((word) => word.toLowerCase() !== 'cloudflare')
  const ranges = others.map((word) => readRange(word))
  const wrong = others.find((_, index) => ranges[index] === undefined)
  if (wrong !== undefined) return fail(wrong)
  return ok({ ranges: ranges.filter((range) => range !== undefined), cloudflare: others.length < words.length })
}

/** Who is in front of the edge, and by which list Cloudflare is known. */
export interface ProxySettings extends ProxiesNamed {
  readonly list: RangeList
  readonly header: ClientHeader
}

export function proxiesOf({ ranges, cloudflare, list, header }: ProxySettings): Proxies {
  const theirs = cloudflare ? rangesIn(list) : []
  const isCloudflare = (address: Address): boolean => theirs.some((range) => isWithin(address, range))
  return {
    includes: (address) => ranges.some((range) => isWithin(address, range)) || isCloudflare(address),
    isCloudflare,
    header,
  }
}

function rangesIn({ v4, v6 }: RangeList): readonly Range[] {
  return [...v4, ...v6].map((text) => readRange(text)).filter((range) => range !== undefined)
}
