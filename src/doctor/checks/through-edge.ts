import type { Case } from '#protocol/case.ts'
import { askedOf } from '../asked.ts'
import type { Asked, Patience, Senses } from '../looking.ts'
import { attemptAgain, hasFailed } from './again.ts'

export interface Through {
  readonly senses: Senses
  readonly url: URL
  readonly addresses: readonly string[]
  /** Where the origin was asked. */
  readonly origin: Asked
  readonly patience: Patience
  readonly onProgress: (says: string) => void
}

/**
 * The way that visitors take, beside the direct one. Leads it through a CDN, that is the place that fails, and this one is the
 * second place.
 */
export async function throughEdge(
  seen: Case,
  { senses, url, addresses, origin, patience, onProgress }: Through,
): Promise<Case> {
  const way = addresses.map((address) => askedOf(url, address))
  const isDirect = way.some(({ address, port }) => address === origin.address && port === origin.port)
  const [asked] = way
  if (asked === undefined || isDirect) return seen
  onProgress(`asking ${asked.address} as visitors do`)
  const { seen: through, isByCdn } = await attemptAgain(senses, asked, patience)
  if (isByCdn) return { ...seen, edge: { ...through, address: undefined }, vantage: seen.vantage ?? seen.edge }
  return hasFailed(through) ? { ...seen, edge: through } : seen
}
