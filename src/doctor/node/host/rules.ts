import type { HostSeen } from '#protocol/case.ts'
import { rulesOf, savedRules } from '../../host/firewall.ts'
import { printedBy } from './run.ts'

/** The rules of this machine's firewall that turn something away; undefined where they may not be read. */
export async function firewallRules(): Promise<HostSeen['rules']> {
  const [ruleset, saved] = await Promise.all([
    printedBy('nft', ['-j', 'list', 'ruleset']),
    printedBy('iptables-save', ['-c']),
  ])
  if (ruleset === undefined && saved === undefined) return undefined
  const known = ruleset === undefined ? [] : rulesOf(jsonOf(ruleset))
  // Where iptables is a face of nft, its rules have been read already.
  return known.length > 0 || saved === undefined ? [...known] : [...savedRules(saved)]
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // An nft that has no JSON prints its own language.
  }
}
