import type { Attempt, NameSeen } from '#protocol/case.ts'

/** What the name servers said, as an attempt that failed; undefined when the name leads somewhere usable. */
export function namesFailure(names: readonly NameSeen[]): Attempt | undefined {
  const addresses = addressesIn(names)
  if (addresses.some(isUsable)) return undefined
  const tookMs = Math.max(0, ...names.map((one) => one.tookMs ?? 0))
  if (addresses.length > 0)
    return { phase: 'dns', code: 'NAME_UNUSABLE', message: `it leads to ${addresses.join(', ')}`, tookMs }
  const codes = names.flatMap(({ code }) => code ?? [])
  // That a name is not there is the surest that one of them can say; that it does not answer is the least.
  const code = ['ENOTFOUND', 'ENODATA', 'NAME_LOOP', 'ESERVFAIL'].find((one) => codes.includes(one)) ?? codes[0]
  return { phase: 'dns', code: code ?? 'ETIMEOUT', tookMs }
}

/** The addresses that were named, each once, in the order in which they came. */
export function addressesIn(names: readonly NameSeen[]): readonly string[] {
  return [...new Set(names.flatMap(({ addresses = [] }) => addresses))]
}

/** "This network", multicast, reserved, and the addresses that discard: no machine answers there. */
function isUsable(address: string): boolean {
  if (address.includes(':')) return address !== '::' && !/^(?:ff|0?100::)/i.test(address)
  const first = Number(address.split('.')[0])
  return first > 0 && first < 224
}
