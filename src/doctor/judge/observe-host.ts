import type { Case, HostSeen } from '#protocol/case.ts'
import type { Feature } from '../causes/features.ts'
import { listenerOf } from './listener.ts'
import type { Observation } from './observe.ts'
import { resources } from './observe-resources.ts'

/** What the origin's own machine says. */
export function observeHost(given: Case): { observations: readonly Observation[]; notes: readonly string[] } {
  const { host } = given
  if (host === undefined) return { observations: [], notes: [] }
  if (host.isSilent === true) {
    const says = 'The collector on the machine does not answer.'
    return {
      observations: [{ feature: 'collector', values: ['silent'], doubt: 0, evidence: 'host.isSilent', says }],
      notes: [],
    }
  }
  const doubts = doubtsOf(host, given)
  const doubt = doubts.reduce((most, one) => Math.max(most, one.doubt), 0)
  const seen = [...kernel(host, given), ...firewall(host), ...program(host), ...resources(host), ...onDisk(given)]
  const answers = {
    feature: 'collector',
    values: ['answers'],
    evidence: 'host',
    says: 'The collector on the machine answers.',
  } as const
  return {
    observations: [answers, ...seen].map((one) => ({ ...one, doubt })),
    notes: doubts.map(({ says }) => says),
  }
}

type Certain = Omit<Observation, 'doubt'>

interface Doubt {
  readonly doubt: number
  readonly says: string
}

/** Beyond this, what the host says may be of another time than what the others saw. */
const clocksApartMs = 120_000

function doubtsOf(host: HostSeen, { edge, vantage }: Case): readonly Doubt[] {
  const doubts: Doubt[] = []
  if (host.isServersNetwork === false) {
    const says =
      'The collector sees another network than the server has (a container): run it inside. It is hardly believed.'
    doubts.push({ doubt: 0.9, says })
  }
  const apartMs = Math.abs(Date.parse(host.at ?? '') - Date.parse(edge?.at ?? vantage?.at ?? ''))
  if (apartMs > clocksApartMs) {
    const says = `What the host says is ${Math.round(apartMs / 60_000)} min from the attempts, by the clocks: it may be of another time, and is half believed.`
    doubts.push({ doubt: 0.5, says })
  }
  return doubts
}

function kernel(host: HostSeen, given: Case): readonly Certain[] {
  const { counters = {}, halfOpen, leftOpen, receivedBytes } = host
  return [
    ...listenerOf(host, given),
    ...rise('resetsSent', counters.resetsSent, 'Resets that TCP sent'),
    ...rise('unreachablesSent', counters.unreachablesSent, '"Unreachable" messages sent'),
    ...rise('resetsTaken', counters.resetsTaken, 'Connections torn'),
    ...rise('overflows', counters.overflows, 'Overflows of the line of connections'),
    ...rise('synAcksAgain', counters.synAcksAgain, 'First packets sent again'),
    ...amount('halfOpen', halfOpen, 'half-open connections'),
    ...amount('leftOpen', leftOpen, 'connections that the other side has left'),
    ...amount('received', receivedBytes, 'bytes of the request arrived'),
  ]
}

function rise(feature: Feature, count: number | undefined, what: string): readonly Certain[] {
  if (count === undefined) return []
  return [
    {
      feature,
      values: [count > 0 ? 'rose' : 'still'],
      evidence: `host.counters.${feature}`,
      says: `${what}: ${count} more.`,
    },
  ]
}

function amount(
  feature: 'halfOpen' | 'leftOpen' | 'received',
  count: number | undefined,
  what: string,
): readonly Certain[] {
  if (count === undefined) return []
  const evidence = feature === 'received' ? 'host.receivedBytes' : `host.${feature}`
  return [{ feature, values: [count > 0 ? 'some' : 'none'], evidence, says: `${count} ${what}.` }]
}

function firewall({ rules, isBanned }: HostSeen): readonly Certain[] {
  const banned =
    isBanned === undefined ? [] : [yesOrNo('banned', isBanned, 'host.isBanned', 'A ban list holds the address')]
  if (rules === undefined) return banned
  const counted = rules.filter(({ packets }) => packets !== 0)
  if (counted.length === 0) {
    return [
      ...banned,
      { feature: 'rule', values: ['none'], evidence: 'host.rules', says: 'No rule of the firewall counted.' },
    ]
  }
  const values = counted.flatMap(ruleValues)
  const says = `Firewall: ${counted.map(({ text, does, packets = '?' }) => `${text ?? does} (packets: ${packets})`).join('; ')}.`
  return [...banned, { feature: 'rule', values: [...new Set(values)], evidence: 'host.rules', says }]
}

type Rule = NonNullable<HostSeen['rules']>[number]

function ruleValues({ does, from }: Rule): readonly string[] {
  if (does === 'limit') return ['limit']
  return from === undefined ? [`${does}-some`, `${does}-all`] : [`${does}-${from}`]
}

function program(host: HostSeen): readonly Certain[] {
  const { process, unit, startError, memoryKills, openFiles, fileLimit, diskFreeBytes } = host
  return [
    ...stated('process', process, 'The process of the server'),
    ...stated('unit', unit, 'Its unit'),
    ...stated('startError', startError, 'Its log about starting'),
    ...(memoryKills === undefined
      ? []
      : [yesOrNo('memoryKill', memoryKills > 0, 'host.memoryKills', 'The kernel killed for memory')]),
    ...(openFiles === undefined || fileLimit === undefined
      ? []
      : [fullOrFree('descriptors', openFiles >= fileLimit * 0.97, `${openFiles} of ${fileLimit} files are open.`)]),
    ...(diskFreeBytes === undefined
      ? []
      : [
          fullOrFree(
            'disk',
            diskFreeBytes < fullBelowBytes,
            `${Math.round(diskFreeBytes / 1e6)} MB of the disk are free.`,
          ),
        ]),
  ]
}

const fullBelowBytes = 10_000_000

function stated(
  feature: 'process' | 'unit' | 'startError',
  value: string | undefined,
  what: string,
): readonly Certain[] {
  return value === undefined
    ? []
    : [{ feature, values: [value], evidence: `host.${feature}`, says: `${what}: ${value}.` }]
}

function yesOrNo(feature: Feature, isSo: boolean, evidence: string, what: string): Certain {
  return { feature, values: [isSo ? 'yes' : 'no'], evidence, says: `${what}: ${isSo ? 'yes' : 'no'}.` }
}

function fullOrFree(feature: 'descriptors' | 'disk', isFull: boolean, says: string): Certain {
  return { feature, values: [isFull ? 'full' : 'free'], evidence: `host.${feature}`, says }
}

function onDisk({ host, edge }: Case): readonly Certain[] {
  const served = edge?.certificate?.fingerprint
  const kept = host?.certificateOnDisk
  if (served === undefined || kept === undefined) return []
  const isServed = served === kept
  const says = isServed
    ? 'The certificate on the disk is the one that is served.'
    : 'The certificate on the disk is another one than is served.'
  return [{ feature: 'onDisk', values: [isServed ? 'served' : 'another'], evidence: 'host.certificateOnDisk', says }]
}
