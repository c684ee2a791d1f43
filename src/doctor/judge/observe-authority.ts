import type { Case } from '#protocol/case.ts'
import type { Observation } from './observe.ts'

/** Where answers go by the place of whoever asks, as with most CDNs, that they differ says little. */
const differingDoubt = 0.5

/** Whether name servers say what those say who speak for the zone: what they keep may be an old answer. */
export function observeAuthority({ names = [] }: Case): readonly Observation[] {
  const own = names.filter(({ isAuthority }) => isAuthority === true)
  const others = names.filter(({ isAuthority }) => isAuthority !== true)
  if (own.length === 0 || others.length === 0) return []
  const theirs = new Set(own.flatMap(({ addresses = [] }) => addresses))
  const differing = others.filter(({ addresses = [] }) =>
    theirs.size === 0 ? addresses.length > 0 : !addresses.some((address) => theirs.has(address)),
  )
  const evidence = 'names'
  if (differing.length === 0) {
    const says = 'The name servers say what the authority of the zone says.'
    return [{ feature: 'authority', values: ['agrees'], doubt: 0, evidence, says }]
  }
  const each = differing.map(({ from, addresses, code = '' }) => `${from} says ${addresses?.join(', ') ?? code}`)
  const said = theirs.size === 0 ? 'that there is no address' : [...theirs].join(', ')
  const says = `The authority of the zone says ${said}, and ${each.join('; ')}.`
  return [{ feature: 'authority', values: ['differs'], doubt: differingDoubt, evidence, says }]
}
