import type { HopTest, VisitorRun, VisitorTests } from '#protocol/visitor-tests.ts'
import { visitorFeatures, type VisitorFeature } from './expects.ts'

/** One answer to one question, and how it is said. */
export interface VisitorSeen {
  readonly feature: VisitorFeature
  readonly value: string
  readonly says: string
}

/** What the latest look, the steps and another device say; what was not asked says nothing. */
export function visitorSeen({ runs, steps, other }: Omit<VisitorTests, 'verdict'>): readonly VisitorSeen[] {
  const run = runs.at(-1)
  if (run === undefined) return []
  const vpn = steps.findLast(({ step }) => step === 'vpn')?.outcome
  return [
    ...hopsSeen(run),
    ...(vpn === 'mended' || vpn === 'same' ? [stepSeen(vpn)] : []),
    ...otherSeen(run, other),
    ...(other === null ? toldOfOther(steps.findLast(({ step }) => step === 'network')?.outcome) : []),
  ]
}

function stepSeen(value: 'mended' | 'same'): VisitorSeen {
  const says = value === 'mended' ? 'With the VPN or proxy off it works.' : 'With the VPN or proxy off it is the same.'
  return { feature: 'vpn', value, says }
}

function hopsSeen(run: VisitorRun): readonly VisitorSeen[] {
  const of = (hop: HopTest['hop']): HopTest | undefined => hopOf(run, hop)
  const edge = of('edge')
  const isEdgeThere = edge?.result === 'ok'
  // Whoever is not reached himself says nothing about what is behind him.
  const behind = isEdgeThere
    ? [...serverSeen(behindEdge(run)), ...modelSeen(of('model')), ...statusSeen(of('status'))]
    : []
  return [
    ...deviceSeen(of('device')),
    ...(edge === undefined ? [] : [{ feature: 'edge', value: edgeValue(edge), says: edge.says } as const]),
    ...behind,
    ...(edge?.result === 'foreign' ? [] : elsewhereSeen(of)),
  ]
}

/** A network that answers in our place answers in every other's, and of those no more is to be seen than that somebody did. */
function elsewhereSeen(of: (hop: HopTest['hop']) => HopTest | undefined): readonly VisitorSeen[] {
  return [...okOrNot('statusHost', of('status-host')), ...okOrNot('elsewhere', of('elsewhere'))]
}

function deviceSeen(test: HopTest | undefined): readonly VisitorSeen[] {
  if (test === undefined) return []
  return [{ feature: 'device', value: test.result === 'ok' ? 'online' : 'offline', says: test.says }]
}

const edgeValues: Readonly<Record<HopTest['result'], string>> = {
  ok: 'ok',
  refused: 'refused',
  late: 'silent',
  silent: 'silent',
  // An edge that says that it is about to end, or is held up, is an edge that answers.
  fault: 'ok',
  cdn: 'cdn',
  challenge: 'challenge',
  foreign: 'foreign',
}

function edgeValue({ result }: HopTest): string {
  return edgeValues[result]
}

/**
 * How it is behind the edge. The models are asked for through the server, too: where that fails, it has failed since, or the edge
 * had told of a moment before.
 */
function behindEdge(run: VisitorRun): HopTest | undefined {
  const [server, model] = [hopOf(run, 'server'), hopOf(run, 'model')]
  if (server?.result !== 'ok' || model?.result !== 'fault' || model.side === 'model') return server
  return namedBehind(model) === undefined ? server : model
}

/** The side behind the edge that an answer names. */
function namedBehind({ side }: HopTest): (typeof visitorFeatures.behind)[number] | undefined {
  return visitorFeatures.behind.find((value) => value === side)
}

function serverSeen(test: HopTest | undefined): readonly VisitorSeen[] {
  if (test === undefined) return []
  const { result, says } = test
  const value = result === 'ok' ? 'ok' : (namedBehind(test) ?? (result === 'fault' ? 'server' : 'silent'))
  return [{ feature: 'behind', value, says }]
}

function modelSeen(test: HopTest | undefined): readonly VisitorSeen[] {
  if (test === undefined || (test.result !== 'ok' && test.side !== 'model')) return []
  return [{ feature: 'model', value: test.result === 'ok' ? 'ok' : 'none', says: test.says }]
}

function statusSeen(test: HopTest | undefined): readonly VisitorSeen[] {
  return okOrNot('status', test)
}

function okOrNot(feature: 'status' | 'statusHost' | 'elsewhere', test: HopTest | undefined): readonly VisitorSeen[] {
  return test === undefined ? [] : [{ feature, value: test.result === 'ok' ? 'ok' : 'fails', says: test.says }]
}

/** Two looks from one network tell the device from it, from two networks the network from the site. */
function otherSeen(run: VisitorRun, other: VisitorRun | null): readonly VisitorSeen[] {
  if (other === null) return []
  const isSameNetwork = other.network !== null && other.network === run.network
  const works = reaches(other)
  const who = isSameNetwork ? 'The other device, in this same network,' : 'The other device, in its network,'
  return [
    {
      feature: isSameNetwork ? 'otherDevice' : 'otherNetwork',
      value: works ? 'works' : 'fails',
      says: `${who} ${works ? 'reaches the site.' : 'does not reach the site either.'}`,
    },
  ]
}

/** Where the other device could send nothing, the person has said what it showed. */
function toldOfOther(outcome: string | undefined): readonly VisitorSeen[] {
  if (outcome !== 'works-there' && outcome !== 'fails-there') return []
  const works = outcome === 'works-there'
  const says = works ? 'In another network the site works.' : 'In another network it is the same.'
  return [{ feature: 'otherNetwork', value: works ? 'works' : 'fails', says }]
}

/** Whether a look came through to the server and back. */
export function reaches(run: VisitorRun): boolean {
  return hopOf(run, 'edge')?.result === 'ok' && behindEdge(run)?.result === 'ok'
}

function hopOf({ hops }: VisitorRun, hop: HopTest['hop']): HopTest | undefined {
  return hops.find((test) => test.hop === hop)
}
