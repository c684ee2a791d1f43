import type { Case } from '#protocol/case.ts'
import { short, type Asked, type Patience, type Senses } from '../looking.ts'
import { hasFailed } from './again.ts'

/** The origin at an address of the other family, where the name has one. */
export async function otherFamily(
  addresses: readonly string[],
  seen: Case,
  { senses, asked, patience }: { senses: Senses; asked: Asked; patience: Patience },
): Promise<Partial<Case>> {
  const other = addresses.find((address) => address.includes(':') !== asked.address.includes(':'))
  if (other === undefined || seen.edge === undefined || !hasFailed(seen.edge)) return {}
  return { otherFamily: (await senses.attempt({ ...asked, address: other }, short(patience))).attempt }
}
