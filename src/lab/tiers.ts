import type { Case } from '#protocol/case.ts'

/** How much of the evidence there is, each with what those before it have. */
export const tiers = ['number', 'edge', 'vantage', 'host'] as const
export type Tier = (typeof tiers)[number]

export const tierTitles: Readonly<Record<Tier, string>> = {
  number: 'the number on the page alone',
  edge: 'what the failing place saw',
  vantage: 'and a second place',
  host: 'and what the host knows',
}

/** A case with no more evidence than a tier has. `code` is the number that stands on the page. */
export function withheld(given: Case, { tier, code }: { readonly tier: Tier; readonly code: number | null }): Case {
  if (tier === 'number') return code === null ? {} : { edge: { status: code } }
  const { host, vantage, ...rest } = given
  const edge = { ...rest, edge: tier === 'edge' ? withoutOwnRule(given) : given.edge }
  return {
    ...edge,
    ...(tier === 'edge' || vantage === undefined ? {} : { vantage }),
    ...(tier !== 'host' || host === undefined ? {} : { host }),
  }
}

function withoutOwnRule({ edge }: Case): Case['edge'] {
  if (edge === undefined) return undefined
  const { ownRule: _ownRule, ...rest } = edge
  return rest
}
