import type { Case } from '#protocol/case.ts'
import type { Expert, Truth } from './expert.ts'
import type { Fault } from './fault.ts'
import type { Concluded } from './record.ts'
import { signatureOf } from './score/signature.ts'
import { tiers, withheld } from './tiers.ts'

export interface ConcludeOptions {
  readonly expert: Expert
  readonly truth: Truth
  readonly fault: Pick<Fault, 'alsoRight'>
}

/** What the doctor makes of a case, with each amount of evidence. */
export function concluded(seen: Case, { expert, truth, fault }: ConcludeOptions): readonly Concluded[] {
  const { code } = expert.judge(withheld(seen, { tier: 'edge', code: null }))
  const right = [truth.cause, ...(fault.alsoRight ?? [])]
  return tiers.map((tier) => {
    const given = withheld(seen, { tier, code })
    const { standing, side, causes, cannotTell, nextTest, evidence } = expert.judge(given)
    const [first] = causes
    const cause = first?.id ?? ''
    return {
      tier,
      standing,
      cause,
      p: first?.p ?? 0,
      side,
      together: [...new Set([cause, ...cannotTell])],
      firstThree: causes.slice(0, 3).map(({ id }) => id),
      nextTest: nextTest?.id ?? null,
      isRight: right.includes(cause),
      isRightSide: side === truth.side || (right.includes(cause) && side === null),
      signature: signatureOf(given),
      says: evidence.map(({ says }) => says),
    }
  })
}
