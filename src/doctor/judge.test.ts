import { describe, expect, test } from 'vitest'
import { caseOf, measuredFaults, tiers, type MeasuredFault, type Tier } from '../../test/fixtures/measured-faults.ts'
import { causes } from './catalogue.ts'
import { judge } from './judge.ts'

const sideOfLab = (lab: string): string | null | undefined =>
  [...causes.values()].find((cause) => cause.lab.includes(lab))?.side

const judged = measuredFaults.flatMap((fault) =>
  tiers.map((tier) => ({ fault, tier, verdict: judge(caseOf(fault, tier), { prior: 'even' }) })),
)
const at = (tier: Tier) => judged.filter((one) => one.tier === tier)

function topOne(tier: Tier): number {
  const all = at(tier)
  return all.filter(({ fault, verdict }) => verdict.causes[0]?.lab.includes(fault.lab)).length / all.length
}

describe('on 62 faults that were measured once', () => {
  test('each is one cause of the catalogue', () => {
    expect(measuredFaults).toHaveLength(62)
    expect(measuredFaults.filter(({ lab }) => sideOfLab(lab) === undefined)).toEqual([])
  })

  // What the best judge can reach, from how many faults look alike: 47 %, 55 % and 81 % of single faults.
  test.for([
    ['edge', 0.47],
    ['vantage', 0.55],
    ['host', 0.81],
  ] as const)('the first cause is right as often as %s evidence allows', ([tier, ceiling]) => {
    expect(topOne(tier)).toBeGreaterThanOrEqual(0.95 * ceiling)
  })

  test.for([
    ['vantage', 0.9],
    ['host', 0.97],
  ] as const)('the side is right with %s evidence', ([tier, least]) => {
    const right = at(tier).filter(({ fault, verdict }) => verdict.side === sideOfLab(fault.lab))
    expect(right.length / at(tier).length).toBeGreaterThanOrEqual(least)
  })

  test('nothing is said with 90 % and wrong', () => {
    const wrong = judged.filter(
      ({
        fault,
        verdict: {
          causes: [first],
        },
      }) => first !== undefined && first.p >= 0.9 && !first.lab.includes(fault.lab),
    )
    expect(
      wrong.map(({ fault, tier, verdict }) => [fault.lab, tier, verdict.causes[0]?.id, verdict.causes[0]?.p]),
    ).toEqual([])
  })

  test('the true cause is the first, or among those that are said to look like it', () => {
    const hidden = judged.filter(({ fault, verdict }) => !isNamed(fault, verdict))
    expect(hidden.map(({ fault, tier, verdict }) => [fault.lab, tier, verdict.causes.map(({ id }) => id)])).toEqual([])
  })
})

function isNamed({ lab }: MeasuredFault, { causes: suspects, cannotTell }: ReturnType<typeof judge>): boolean {
  const named = [suspects[0]?.id, ...cannotTell].flatMap((id) => causes.get(id ?? '')?.lab ?? [])
  return named.includes(lab)
}
