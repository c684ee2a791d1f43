/** The hosts of a site in the lab, by what they are. */
export const hostNames = ['edge', 'vantage', 'router', 'origin', 'other', 'visitor'] as const
export type HostName = (typeof hostNames)[number]

/**
 * Their addresses, nearly all from the ranges that are kept for documentation: nothing leads out of the lab, and nothing that they may
 * be confused with.
 */
export const addresses = {
  edge: '192.0.2.2',
  /** The router where the edge meets it; it is the name server, too. */
  names: '192.0.2.1',
  vantage: '203.0.113.2',
  origin: '198.51.100.2',
  originV6: '2001:db8:2::2',
  other: '198.51.100.77',
  /** Behind a provider that shares its addresses among many (RFC 6598), and the router where the provider meets it. */
  visitor: '100.64.7.2',
  provider: '100.64.7.1',
  /** In the network of the origin, and nobody's. */
  nobody: '198.51.100.99',
  /** In no network at all. */
  nowhere: '203.0.114.9',
} as const

/** A network of its own for the doctor's helpers, as hosting has one: what is broken on the way of visitors leaves it alone. */
export const helperAddresses = { edge: '10.85.21.1', origin: '10.85.21.2', vantage: '10.85.21.3' } as const

/** What a visitor's browser calls a site that is Holdfast: it answers to names of this kind alone, and the browser is told where it is. */
export const visitedName = 'holdfast.localhost'

/** The name of the site, and whose certificate the wrong machine has. */
export const siteName = 'origin.example'
export const otherName = 'other.example'
