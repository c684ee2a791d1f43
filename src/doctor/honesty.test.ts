import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Case, HostSeen, PlaceSeen } from '#protocol/case.ts'
import { caseSchema } from '#protocol/case.ts'
import { verdictSchema, type Verdict } from '#protocol/verdict.ts'
import { caseOf, measuredFaults } from '../../test/fixtures/measured-faults.ts'
import { causes } from './catalogue.ts'
import { expectedGain } from './judge/next-test.ts'
import { observe } from './judge/observe.ts'
import { entropy, priorOf, updated } from './judge/posterior.ts'
import { judge } from './judge.ts'

const faults = fc.constantFrom(...measuredFaults)
const beliefIn = (given: Case) => updated(priorOf('even'), observe(given).observations)
const pOf = (given: Case, id: string): number => beliefIn(given).get(id) ?? 0
const leaderOf = (given: Case): string => judge(given, { prior: 'even' }).causes[0]?.id ?? ''

/** Anything that the schema lets through. */
const cases: fc.Arbitrary<Case> = fc
  .record(
    {
      edge: fc.record(
        {
          phase: fc.constantFrom('dns', 'connect', 'tls', 'certificate', 'http', 'done'),
          code: fc.constantFrom(
            'ECONNREFUSED',
            'ETIMEDOUT',
            'CERT_HAS_EXPIRED',
            'ESERVFAIL',
            'HPE_X',
            '',
            'constructor',
          ),
          status: fc.integer({ min: 100, max: 599 }),
          tookMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
          sizeBytes: fc.nat(),
          message: fc.string(),
          ownRule: fc.constantFrom('none', 'reject', 'drop'),
          speaks: fc.constantFrom('http', 'tls', 'neither'),
        },
        { requiredKeys: [] },
      ),
      host: fc.record(
        {
          isServersNetwork: fc.boolean(),
          process: fc.constantFrom('running', 'stopped', 'busy', 'gone'),
          memoryKills: fc.nat(3),
          rules: fc.array(fc.record({ does: fc.constantFrom('reject', 'drop', 'limit'), packets: fc.nat(9) })),
          leftOpen: fc.nat(2),
          receivedBytes: fc.nat(2),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  )
  .map((anything) => caseSchema.parse(anything))

describe('what a machine is short of', () => {
  const hanging: Case = { edge: { phase: 'http', code: 'PROBE_READ_TIMEOUT', sizeBytes: 0 } }
  const withHost = (host: HostSeen): Case => ({ ...hanging, host })

  test('a memory at its limit, a throttled group and pressure each speak for it, and their absence against it', () => {
    const short: readonly HostSeen[] = [
      { pressure: { cpu: 5, memory: 60, io: 10 } },
      { pressure: { cpu: 5, memory: 1, io: 80 } },
      { group: { usedBytes: 99, limitBytes: 100 } },
      { group: { throttledMs: 5000 } },
    ]
    const enough: readonly HostSeen[] = [
      { pressure: { cpu: 5, memory: 0, io: 0 } },
      { group: { usedBytes: 10, limitBytes: 100 } },
      { group: { throttledMs: 0 } },
    ]
    const p = (given: Case): number => pOf(given, 'too-few-resources')
    for (const host of short) expect(p(withHost(host))).toBeGreaterThan(p(withHost({})))
    for (const host of enough) expect(p(withHost(host))).toBeLessThan(p(withHost({})))
  })

  test('a busy processor alone makes nobody guilty', () => {
    expect(leaderOf({ edge: { status: 200, phase: 'done' }, host: { pressure: { cpu: 99 } } })).toBe('well')
  })
})

describe('what was proven here before', () => {
  const ids = fc.constantFrom(...causes.keys())
  const anyTimes = fc.dictionary(ids, fc.nat(9)).map((times) => new Map(Object.entries(times)))
  const believed = (given: Case, confirmed: ReadonlyMap<string, number>) =>
    updated(priorOf('experience', confirmed), observe(given).observations)

  test('makes a cause likelier, never less likely, and never by more than four times to one', () => {
    fc.assert(
      fc.property(cases, ids, anyTimes, (given, id, others) => {
        const [less, more] = [new Map([...others, [id, 1]]), new Map([...others, [id, 2]])]
        const without = new Map([...others].filter(([other]) => other !== id))
        const odds = (confirmed: ReadonlyMap<string, number>): number => {
          const p = believed(given, confirmed).get(id) ?? 0
          return p / (1 - p)
        }
        const [o0, o1, o2] = [odds(without), odds(less), odds(more)]
        expect(o1 / o0).toBeCloseTo(2, 6)
        expect(o2).toBeGreaterThan(o1)
        expect(odds(new Map([...others, [id, 1000]])) / o0).toBeCloseTo(4, 6)
      }),
      { numRuns: 60 },
    )
  })

  test('is said in the verdict, and counts nothing where every fault is to be even', () => {
    const confirmed = new Map([['crashed', 3]])
    expect(judge({ edge: { status: 521 } }, { confirmed }).prior.says).toContain('crashed (3 times)')
    const even = { prior: 'even' } as const
    expect(judge({ edge: { status: 521 } }, { ...even, confirmed })).toEqual(judge({ edge: { status: 521 } }, even))
  })

  test('does not stand against evidence', () => {
    const given: Case = { edge: { phase: 'certificate', code: 'CERT_HAS_EXPIRED' } }
    const leader = (confirmed: ReadonlyMap<string, number>) => judge(given, { confirmed }).causes[0]?.id
    expect(leader(new Map([['crashed', 900]]))).toBe(leader(new Map()))
  })
})

describe('whatever the evidence', () => {
  test('nothing is certain, nothing is impossible, and the verdict is one by its schema', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const verdict = verdictSchema.parse(judge(given))
        for (const { p } of verdict.causes) expect(p > 0 && p < 1).toBe(true)
        const belief = [...beliefIn(given).values()]
        expect(belief.every((p) => p > 0 && p < 1)).toBe(true)
        expect(belief.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9)
      }),
      { numRuns: 60 },
    )
  })

  test('without any, only the prior is left, no side is named, and nothing is claimed of the origin', () => {
    const verdict = judge({})
    expect(verdict).toMatchObject({ standing: 'unknown', code: null, side: null, evidence: [] })
    expect(verdict.causes[0]?.p).toBeLessThan(0.1)
  })
})

describe('evidence that is missing', () => {
  test('leaves more unknown, on the whole', () => {
    const unknown = (tier: 'edge' | 'vantage' | 'host') =>
      measuredFaults.reduce((sum, fault) => sum + entropy([...beliefIn(caseOf(fault, tier)).values()]), 0) /
      measuredFaults.length
    expect(unknown('vantage')).toBeLessThan(unknown('edge'))
    expect(unknown('host')).toBeLessThan(unknown('vantage'))
  })

  test('withheld at random, never makes anybody surer of what is wrong', () => {
    const fields = ['listeners', 'counters', 'halfOpen', 'leftOpen', 'rules'] as const
    fc.assert(
      fc.property(faults, fc.subarray([...fields]), (fault, kept) => {
        const { host = {}, ...rest } = caseOf(fault, 'host')
        const some = Object.fromEntries(kept.map((field) => [field, host[field]]))
        const { causes: suspects } = judge(caseSchema.parse({ ...rest, host: some }), { prior: 'even' })
        const [first] = suspects
        expect(first !== undefined && first.p >= 0.95 && !first.lab.includes(fault.lab)).toBe(false)
      }),
    )
  })
})

describe('evidence that contradicts', () => {
  const contradictions: readonly (readonly [HostSeen, readonly string[]])[] = [
    [{ memoryKills: 2 }, ['killed-for-memory']],
    [{ isBanned: true }, ['edge-banned']],
    [{ rules: [{ does: 'limit', packets: 9 }] }, ['connection-limit', 'knock-limit']],
    [{ diskFreeBytes: 0 }, ['disk-full']],
  ]

  test('lowers a cause that does not bring it about, beside what nobody knows', () => {
    fc.assert(
      fc.property(faults, fc.constantFrom(...contradictions), (fault, [against, broughtAboutBy]) => {
        const given = caseOf(fault, 'vantage')
        const leader = leaderOf(given)
        fc.pre(!broughtAboutBy.includes(leader))
        const odds = (one: Case): number => pOf(one, leader) / pOf(one, 'something-else')
        expect(odds({ ...given, host: against })).toBeLessThan(odds(given))
      }),
    )
  })

  test('of two faults at once, neither is called sure, and the one is not hidden by the other', () => {
    const turnedAway: PlaceSeen = { phase: 'connect', code: 'ECONNREFUSED', tookMs: 2 }
    const expired: PlaceSeen = { phase: 'certificate', code: 'CERT_HAS_EXPIRED', tookMs: 9 }
    const one = { edge: turnedAway, vantage: { status: 200 } }
    const both = { edge: turnedAway, vantage: expired }
    expect(pOf(both, 'firewall-rejects-edge')).toBeLessThan(pOf(one, 'firewall-rejects-edge'))
    expect(pOf(both, 'something-else')).toBeGreaterThan(pOf(one, 'something-else'))
    expect(alsoOf(judge(both))).toContain('certificate-expired')
  })
})

const alsoOf = ({ also }: Verdict): readonly string[] => also.map(({ id }) => id)

describe('a collector', () => {
  const lost: Case = { edge: { phase: 'connect', code: 'ETIMEDOUT', tookMs: 19_500 } }

  test('that is silent speaks for a machine that is off, and for no cause on a machine that runs', () => {
    const silent: Case = { ...lost, host: { isSilent: true } }
    expect(pOf(silent, 'host-off')).toBeGreaterThan(pOf(lost, 'host-off'))
    expect(pOf(silent, 'firewall-drops-edge')).toBeLessThan(pOf(lost, 'firewall-drops-edge'))
    expect(judge(silent).causes[0]?.p).toBeLessThan(0.9)
  })

  const doubts: readonly (readonly [string, HostSeen])[] = [
    ['with another clock', { at: '2026-01-01T12:30:00Z' }],
    ['in another network', { isServersNetwork: false }],
  ]

  test.for(doubts)('%s is believed less', ([, doubtful]) => {
    fc.assert(
      fc.property(faults, (fault) => {
        const { edge = {}, host = {}, ...rest } = caseOf(fault, 'host')
        const sure = { ...rest, edge: { ...edge, at: '2026-01-01T12:00:00Z' }, host }
        const unsure = { ...sure, host: { ...host, ...doubtful } }
        const without = caseOf(fault, 'vantage')
        const leader = leaderOf(sure)
        const [low, high] = [pOf(without, leader), pOf(sure, leader)].toSorted((a, b) => a - b)
        expect(pOf(unsure, leader)).toBeLessThanOrEqual((high ?? 1) + 0.02)
        expect(pOf(unsure, leader)).toBeGreaterThanOrEqual((low ?? 0) - 0.05)
      }),
    )
  })

  test('is said to be in doubt', () => {
    const verdict = judge({ ...lost, host: { isServersNetwork: false, process: 'gone' } })
    expect(verdict.notes.join()).toContain('hardly believed')
    expect(verdict.evidence.at(-1)).toMatchObject({ evidence: 'host.process', doubt: 0.9 })
  })
})

describe('an origin that is well', () => {
  test.for([
    ['slow', { status: 200, tookMs: 4000, firstByteMs: 4000 }],
    [
      'losing packets',
      {
        status: 200,
        connectMs: 1010,
        again: [
          { status: 200, connectMs: 2 },
          { status: 200, connectMs: 3030 },
        ],
      },
    ],
    ['restarting', { phase: 'connect', code: 'ECONNREFUSED', tookMs: 1, again: [{ status: 200 }, { status: 200 }] }],
  ] as const)('is not called down when it is %s', ([, edge]) => {
    const verdict = judge(caseSchema.parse({ edge }))
    expect(verdict.standing).not.toBe('fails')
  })
})

describe('the next test', () => {
  test('counts a second place for much after 521 and 522, and for little after 524', () => {
    const gain = (status: number): number => expectedGain(beliefIn({ edge: { status } }), ['vantage'])
    expect(gain(521)).toBeGreaterThan(0.6)
    expect(gain(522)).toBeGreaterThan(0.6)
    expect(gain(524)).toBeLessThan(0.2)
  })

  test('is not proposed when its answer is there', () => {
    fc.assert(
      fc.property(faults, (fault) => {
        expect(judge(caseOf(fault, 'vantage')).nextTest?.id).not.toBe('second-vantage')
      }),
    )
  })
})
