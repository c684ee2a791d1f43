import { describe, expect, test } from 'vitest'
import type { Case } from '#protocol/case.ts'
import type { Concluded, Run } from '../record.ts'
import { tiers } from '../tiers.ts'
import { goalsOf } from './goals.ts'
import { scoreOf } from './score.ts'
import { signatureOf } from './signature.ts'

function run(truth: string, { signature, ...more }: Partial<Concluded> & { readonly signature: string }): Run {
  const one = { standing: 'fails', cause: truth, p: 1, side: 'server', together: [truth], firstThree: [truth] } as const
  const rest = { nextTest: null, isRight: true, isRightSide: true, says: [] }
  return {
    fault: truth,
    title: truth,
    seed: 1,
    truth,
    side: 'server',
    isWell: false,
    tookMs: 500,
    evidence: { edge: { code: 'ECONNREFUSED', again: [{}] } },
    concluded: tiers.map((tier) => ({ tier, ...one, ...rest, signature, ...more })),
    isMended: true,
  }
}

const wrong = { isRight: false, isRightSide: false, cause: 'another', together: ['another'], firstThree: ['another'] }
const scored = (...runs: readonly Run[]) => scoreOf({ runs, visits: [] }).tiers[0]

describe('the score', () => {
  test('of a doctor that is right and sure is full', () => {
    const score = scoreOf({ runs: [run('a', { signature: '1' }), run('b', { signature: '2' })], visits: [] })
    expect(score.tiers[3]).toMatchObject({
      first: 1,
      ceiling: 1,
      side: 1,
      overclaimed: 0,
      calibrationError: 0,
      brier: 0,
    })
    expect(goalsOf(score).filter(({ isMet }) => !isMet)).toEqual([])
  })

  test('has a ceiling of one guess for each group that looks the same', () => {
    const same = ['a', 'a', 'b', 'c'].map((truth) => run(truth, { signature: 'same' }))
    expect(scored(...same, run('d', { signature: 'own' }))?.ceiling).toBe(3 / 5)
  })

  test('counts what is wrong and said with 90 %', () => {
    const given = [run('a', { signature: '1', ...wrong, p: 0.95 }), run('b', { signature: '2', ...wrong, p: 0.85 })]
    expect(scored(...given, run('c', { signature: '3' }), run('d', { signature: '4' }))?.overclaimed).toBe(0.25)
  })

  test('says how far sureness is from being right', () => {
    const half = [run('a', { signature: '1', p: 0.5 }), run('b', { signature: '1', ...wrong, p: 0.5 })]
    expect(scored(...half)?.calibrationError).toBe(0)
    expect(scored(run('a', { signature: '1', ...wrong, p: 0.7 }))?.calibrationError).toBeCloseTo(0.7)
  })

  test('counts a true cause that is named beside the first', () => {
    const beside = run('a', { signature: '1', ...wrong, together: ['another', 'a'], nextTest: 'look' })
    expect(scored(beside)).toMatchObject({ first: 0, named: 1, asksOn: 1 })
  })

  test('calls it a false alarm when a healthy origin is called down on one attempt, and not on several', () => {
    const healthy = { ...run('well', { signature: '1' }), isWell: true }
    expect(scoreOf({ runs: [healthy], visits: [] }).falseAlarms).toEqual({ of: 1, called: 0 })
    expect(scoreOf({ runs: [{ ...healthy, evidence: { edge: {} } }], visits: [] }).falseAlarms).toEqual({
      of: 1,
      called: 1,
    })
  })

  test('leaves out what nobody at the site can mend', () => {
    const runs = [true, false, null].map((isMended) => ({ ...run('a', { signature: '1' }), isMended }))
    expect(scoreOf({ runs, visits: [] }).mended).toEqual({ of: 2, done: 1 })
  })
})

describe('the signature', () => {
  const seen: Case = {
    edge: { phase: 'connect', code: 'ECONNREFUSED', tookMs: 2 },
    host: { counters: { resetsSent: 3 }, halfOpen: 0 },
  }

  test('is the same for what was measured twice', () => {
    const again = { edge: { ...seen.edge, tookMs: 7 }, host: { counters: { resetsSent: 5 }, halfOpen: 0 } } as const
    expect(signatureOf(again)).toBe(signatureOf(seen))
  })

  test.for<readonly [string, Case]>([
    ['the code', { ...seen, edge: { phase: 'connect', code: 'ETIMEDOUT', tookMs: 2 } }],
    ['how long it took', { ...seen, edge: { ...seen.edge, tookMs: 3050 } }],
    ['a counter', { ...seen, host: { counters: { resetsSent: 0 }, halfOpen: 0 } }],
    ['a rule', { ...seen, host: { ...seen.host, rules: [{ does: 'drop', packets: 1, from: 'all' }] } }],
    ['a second place', { ...seen, vantage: { status: 200 } }],
  ])('is another by %s', ([, other]) => {
    expect(signatureOf(other)).not.toBe(signatureOf(seen))
  })
})
