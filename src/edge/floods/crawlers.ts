import { readAddress } from '#shared/ip-address.ts'

/** A crawler whose operator says how to tell it from those that only claim to be it. */
export interface Crawler {
  readonly name: string
  /** How the names of its machines end. */
  readonly hosts: readonly string[]
}

/** Those that say in their documentation under which names their machines are to be found. */
const crawlers: readonly Crawler[] = [
  { name: 'Googlebot', hosts: ['.googlebot.com', '.google.com'] },
  { name: 'bingbot', hosts: ['.search.msn.com'] },
  { name: 'Applebot', hosts: ['.applebot.apple.com'] },
  { name: 'YandexBot', hosts: ['.yandex.ru', '.yandex.net', '.yandex.com'] },
  { name: 'Baiduspider', hosts: ['.baidu.com', '.baidu.jp'] },
]

/** The crawler that a program claims to be. */
export function claimedCrawler(userAgent: string | undefined): Crawler | undefined {
  if (userAgent === undefined) return undefined
  const lower = userAgent.toLowerCase()
  return crawlers.find(({ name }) => lower.includes(name.toLowerCase()))
}

/** Looks up names as the DNS has them. Undefined: it did not say. */
export interface Names {
  readonly namesOf: (address: string) => Promise<readonly string[] | undefined>
  readonly addressesOf: (name: string) => Promise<readonly string[] | undefined>
}

/**
 * Whether an address is a machine of a crawler: its name must end as they do, and that name must lead back to it, since
 * whoever has an address may give it any name. Undefined: the DNS did not say.
 */
export async function isMachineOf({ hosts }: Crawler, address: string, names: Names): Promise<boolean | undefined> {
  const found = await names.namesOf(address)
  if (found === undefined) return undefined
  const name = found.find((each) => hosts.some((host) => each.toLowerCase().endsWith(host)))
  if (name === undefined) return false
  const bits = readAddress(address)?.bits
  return (await names.addressesOf(name))?.some((each) => readAddress(each)?.bits === bits)
}
