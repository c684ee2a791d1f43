import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HopTest, VisitorHop, VisitorRun, VisitorTests } from '#protocol/visitor-tests.ts'
import { visitorTestsSchema } from '#protocol/visitor-tests.ts'
import { believed, judgeVisitor, reaches } from './visitor.ts'
import { visitorExpects, visitorFeatures, visitorUsual, type VisitorFeature } from './visitor/expects.ts'
import type { VisitorSeen } from './visitor/seen.ts'

function hop(name: VisitorHop, seen: Partial<HopTest> = {}): HopTest {
  const known = {
    isUnsteady: false,
    status: null,
    fault: null,
    side: null,
    retryAfterMs: null,
    says: `${name} said so.`,
  }
  return { hop: name, at: 1, tookMs: 2, result: 'ok', ...known, ...seen }
}

function run(...hops: readonly HopTest[]): VisitorRun {
  return { at: 1, hops: [...hops], network: 7 }
}

const device = hop('device')
const edge = hop('edge')
const well = run(device, edge, hop('server'), hop('model'), hop('status'))
const noEdge = run(device, hop('edge', { result: 'refused' }), hop('server', { result: 'refused' }))
const serverDown = run(
  device,
  edge,
  hop('server', { result: 'fault', side: 'server', fault: 'origin-refused' }),
  hop('status'),
)

function tests(given: Partial<Omit<VisitorTests, 'verdict'>>): Omit<VisitorTests, 'verdict'> {
  return { runs: [], steps: [], other: null, ...given }
}

const step = (name: 'vpn' | 'network', outcome: VisitorTests['steps'][number]['outcome']) => ({
  step: name,
  at: 1,
  outcome,
  says: '',
})

test('before anything was tested there is no verdict', () => {
  expect(judgeVisitor(tests({}))).toBeNull()
})

test('where every hop answers, nothing is wrong, and the story is next', () => {
  expect(judgeVisitor(tests({ runs: [well] }))).toMatchObject({ side: null, action: 'Go back to your story.' })
})

test('a server that the edge calls down is the server, and nobody is sent to try a VPN for it', () => {
  const verdict = judgeVisitor(tests({ runs: [serverDown] }))
  expect(verdict).toMatchObject({ side: 'server', cannotTell: [] })
  expect(verdict?.p).toBeGreaterThan(0.7)
  expect(verdict?.action).toMatch(/nothing to do on your device: wait/)
})

test('an edge that does not answer may be the network as well, and that is said', () => {
  const verdict = judgeVisitor(tests({ runs: [noEdge] }))
  expect(verdict?.cannotTell).toEqual(['you', 'your-network', 'edge'])
  expect(verdict?.says).toMatch(/cannot tell which/)
  expect(verdict?.action).toMatch(/VPN or proxy comes first/)
})

test.for([
  ['a host of ours that answers makes it the edge', { hops: [hop('status-host'), hop('elsewhere')] }, 'edge', /wait/],
  [
    'hosts that do not answer either make it the network',
    { hops: [hop('status-host', { result: 'refused' }), hop('elsewhere', { result: 'refused' })] },
    'your-network',
    /another network/,
  ],
  [
    'a phone in another network that gets in makes it the network',
    { steps: [step('network', 'works-there')] },
    'your-network',
    /VPN/,
  ],
  [
    'a phone that does not get in either makes it the edge',
    { steps: [step('network', 'fails-there')] },
    'edge',
    /wait/,
  ],
  [
    'a VPN whose end mended it makes it the network',
    { steps: [step('vpn', 'mended')] },
    'your-network',
    /VPN or proxy off/,
  ],
] as const)('%s', ([, more, side, action]) => {
  const hops = 'hops' in more ? [...noEdge.hops, ...more.hops] : noEdge.hops
  const steps = 'steps' in more ? [...more.steps] : []
  const verdict = judgeVisitor(tests({ runs: [run(...hops)], steps }))
  expect(verdict?.side).toBe(side)
  expect(verdict?.action).toMatch(action)
})

test('another device in the same network that gets in makes it this device', () => {
  expect(judgeVisitor(tests({ runs: [noEdge], other: well }))).toMatchObject({ side: 'you' })
})

test('another device in another network that gets in makes it this network', () => {
  const verdict = judgeVisitor(tests({ runs: [noEdge], other: { ...well, network: 8 } }))
  expect(verdict).toMatchObject({ side: 'your-network' })
  expect(verdict?.because).toContain('The other device, in its network, reaches the site.')
})

test('a device that says it is offline is told to connect', () => {
  const offline = run(hop('device', { result: 'refused' }), hop('edge', { result: 'refused' }))
  expect(judgeVisitor(tests({ runs: [offline] }))).toMatchObject({
    side: 'your-network',
    action: /^Connect this device/,
  })
})

test('a sign-in page in between is the network, and where to sign in is said', () => {
  // Who answers in our place answers in that of others, too: that a host "answers" speaks for nothing there.
  const portal = run(device, hop('edge', { result: 'foreign', status: 200 }), hop('elsewhere'))
  const verdict = judgeVisitor(tests({ runs: [portal] }))
  expect(verdict).toMatchObject({ side: 'your-network', action: /asks you to sign in/ })
  expect(verdict?.p).toBeGreaterThan(0.5)
})

test('a server that was gone a moment after it had answered is the server', () => {
  const gone = run(
    device,
    edge,
    hop('server'),
    hop('model', { result: 'fault', side: 'server', fault: 'origin-refused', status: 521 }),
    hop('status'),
  )
  expect(judgeVisitor(tests({ runs: [gone] }))?.side).toBe('server')
  expect(reaches(gone)).toBe(false)
  expect(reaches(well)).toBe(true)
})

test('a model server that broke the last reply is the model, while everything else answers', () => {
  const broken = run(
    device,
    edge,
    hop('server'),
    hop('model', { result: 'fault', side: 'model', fault: 'backend-refused' }),
  )
  expect(judgeVisitor(tests({ runs: [broken] }))).toMatchObject({ side: 'model', action: /another model/ })
})

test('an edge that answers at the second attempt is not called down', () => {
  const unsteady = run(device, hop('edge', { isUnsteady: true }), hop('server'), hop('status'))
  expect(judgeVisitor(tests({ runs: [unsteady] }))?.side).toBeNull()
})

const features = Object.keys(visitorFeatures).flatMap((name) => (isFeature(name) ? [name] : []))

function isFeature(name: string): name is VisitorFeature {
  return name in visitorFeatures
}

test('what is expected never adds up to more than it can', () => {
  for (const expects of [visitorUsual, ...Object.values(visitorExpects)]) {
    for (const feature of features) {
      const odds = expects[feature] ?? {}
      const total = Object.values(odds).reduce((sum, p) => sum + p, 0)
      expect(Math.round(total * 1e6) / 1e6, feature).toBeLessThanOrEqual(1)
      expect(visitorFeatures[feature]).toEqual(expect.arrayContaining(Object.keys(odds)))
    }
  }
})

const seenOf = (feature: VisitorFeature, value: string): VisitorSeen => ({ feature, value, says: '' })
const anySeen = fc
  .uniqueArray(fc.constantFrom(...features), { maxLength: features.length })
  .chain((some) =>
    fc.tuple(
      ...some.map((feature) => fc.constantFrom(...visitorFeatures[feature]).map((value) => seenOf(feature, value))),
    ),
  )

test('whatever is seen, the beliefs add up to one and none is certain', () => {
  fc.assert(
    fc.property(anySeen, (seen) => {
      const beliefs = [...believed(seen).values()]
      expect(beliefs.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9)
      for (const p of beliefs) expect(p).toBeLessThan(1)
    }),
  )
})

test('whatever else was seen, another network that works speaks for the reader’s own beside the edge, and one that fails against it', () => {
  fc.assert(
    fc.property(anySeen, (all) => {
      const seen = all.filter(({ feature }) => feature !== 'otherNetwork')
      const odds = (...more: readonly VisitorSeen[]): number => {
        const belief = believed([...seen, ...more])
        return (belief.get('your-network') ?? 0) / (belief.get('edge') ?? 1)
      }
      expect(odds(seenOf('otherNetwork', 'works'))).toBeGreaterThan(odds())
      expect(odds(seenOf('otherNetwork', 'fails'))).toBeLessThan(odds())
    }),
  )
})

test('a verdict is what its schema says', () => {
  for (const given of [tests({ runs: [well] }), tests({ runs: [noEdge], steps: [step('vpn', 'same')] })]) {
    expect(() => visitorTestsSchema.parse({ ...given, verdict: judgeVisitor(given) })).not.toThrow()
  }
})
