import type { ConnectionCheck, Remedy, TroubleKind } from '#protocol/bundle.ts'
import type { Side } from '#protocol/fault.ts'
import { isToldFaultId, toldFaults } from '#protocol/named-faults.ts'
import type { Sighting } from '#protocol/sighting.ts'
import type { Standing } from './standing.ts'

/** What is known when somebody thinks of asking for help. */
export interface Situation {
  readonly about: TroubleKind
  readonly faults: readonly Sighting[]
  /** The latest of each process; none before they were asked. */
  readonly checks: readonly ConnectionCheck[]
  readonly tried: ReadonlySet<Remedy>
  readonly lastWellAt: number | null
  /** What the status page says; null when it is to be had nowhere. */
  readonly standing: Standing | null
  readonly now: number
}

/** The answer to "should I write to somebody?". */
export interface Advice {
  /** `ask`: now. `wait`: it mends itself, or others mend it. `step`: there is something to do first. `free`: as you like. */
  readonly what: 'ask' | 'wait' | 'step' | 'free'
  readonly says: string
  readonly because: string
}

/** The fault that is there now, and since when. */
interface Present {
  readonly fault: string
  readonly side: Side
  readonly title: string
  readonly since: number
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
/** Retries are seconds apart: what was not met for so long may be over. */
const freshMs = 10 * minuteMs
/** Most interruptions of a server are over by then. */
const shortMs = 10 * minuteMs
/** From here on it is one of the rare long ones. */
const longMs = 3 * hourMs
const oftenDays = 3
/** So long an operator may say nothing while it goes on beyond what is usual. */
const silentMs = 60 * minuteMs

type Rule = (situation: Situation, present: Present | null) => Advice | null

/** The first rule that has something to say. */
export function whenToAsk(situation: Situation): Advice {
  const present = presentFault(situation)
  for (const rule of rules) {
    const advice = rule(situation, present)
    if (advice !== null) return advice
  }
  return nothingSeen
}

/** What is wrong now: what the tests found just now, or else what was met last and not followed by an answer. */
export function presentFault({ checks, faults, lastWellAt, now }: Situation): Present | null {
  const failed = checks.find(({ hop, fault }) => fault !== null && hop !== 'status')
  // That a process answers says nothing against the failure of a reply, and everything against its own.
  const stands = ({ path, lastAt }: Sighting): boolean =>
    path === 'reply' || (checks.length === 0 && lastAt >= (lastWellAt ?? 0))
  const recent = faults.filter((one) => now - one.lastAt < freshMs && stands(one))
  const fault = failed?.fault ?? recent.at(-1)?.fault
  const spells = faults.filter((one) => one.fault === fault)
  const last = spells.at(-1)
  if (fault === undefined || last === undefined) return null
  const running = spells.filter(({ lastAt }) => last.lastAt - lastAt < freshMs)
  return { fault, side: last.side, title: last.title, since: Math.min(...running.map(({ firstAt }) => firstAt)) }
}

const rules: readonly Rule[] = [
  ({ about }) =>
    about === 'words'
      ? {
          what: 'ask',
          says: 'Write to the operator now.',
          because:
            'Words that are missing or changed are never something to wait out. The counts below show what is where.',
        }
      : null,
  ({ now }, present) =>
    present !== null && now - present.since > dayMs
      ? ask(present, 'it has lasted longer than a day, which hardly any interruption does')
      : null,
  ({ tried, standing }, present) => {
    // Where the status page sees it too, it is not about this one reader.
    const isOnlyHere = standing !== null && standing.incident === null && !standing.isReported
    const isEverywhere = tried.has('other-device') && tried.has('other-network')
    if (present === null || !isOnlyHere || !isEverywhere) return null
    return ask(present, 'it is the same on another device and in another network while the status page sees nothing')
  },
  ({ standing, now }) => {
    const { mostlyOverAt, saidAt, title } = standing?.incident ?? nothingOpen
    const isLong = mostlyOverAt !== null && now > mostlyOverAt
    if (!isLong || now - saidAt < silentMs) return null
    return {
      what: 'ask',
      says: 'Write to the operator now.',
      because: `${title}. It lasts longer than nine of ten such outages, and nobody has said anything for an hour.`,
    }
  },
  ({ standing }, present) =>
    standing !== null && standing.incident !== null && !isOwnStep(present)
      ? {
          what: 'wait',
          says: 'No need to write: it is known, and worked on.',
          because: [`${standing.incident.title}.`, ...standing.incident.lasts].join(' '),
        }
      : null,
  ({ standing }, present) =>
    standing?.isReported === true && present !== null && !isOwnStep(present)
      ? {
          what: 'wait',
          says: 'Others see it too: stop looking for it on your side.',
          because: `${present.title}. Several people have reported trouble, which our own tests do not see yet.`,
        }
      : null,
  (_situation, present) => {
    const step = present === null ? null : stepOf(present)
    return present === null || step === null ? null : { what: 'step', says: step, because: `${present.title}.` }
  },
  ({ tried }, present) => {
    // From here it cannot be told whether it is the reader's own network or the site: trying tells.
    const next = present?.fault === 'edge-unreachable' ? steps.find(({ remedy }) => !tried.has(remedy)) : undefined
    if (present === null || next === undefined) return null
    return {
      what: 'step',
      says: next.says,
      because: `${present.title}. What you find out tells whose side it is on: tick it below.`,
    }
  },
  ({ tried }, present) =>
    present !== null && tried.has('other-device') && tried.has('other-network')
      ? ask(present, 'it is the same on another device and in another network, so it is not on your side')
      : null,
  ({ faults, now }, present) => {
    const days = daysOf(present, faults, now)
    return present !== null && days >= oftenDays ? ask(present, `it was met on ${days} of the last 7 days`) : null
  },
  ({ now }, present) =>
    present !== null && now - present.since > longMs ? ask(present, 'it has lasted for several hours') : null,
  (_situation, present) =>
    present !== null && needsOperator(present.fault)
      ? ask(present, 'it needs the hands of the operator, who may not know yet')
      : null,
  (_situation, present) =>
    present !== null && ['path', 'hosting', 'model'].includes(present.side)
      ? {
          what: 'wait',
          says: 'Wait: nobody you could write to can hurry it.',
          because: `${present.title}. It is on the way or with those whom the operator rents from, and is tried again by itself.`,
        }
      : null,
  ({ now }, present) =>
    present !== null && now - present.since < shortMs
      ? {
          what: 'wait',
          says: 'Wait ten minutes. If it is still so then, write to the operator.',
          because: `${present.title}. It is on our side, is tried again by itself, and is mostly over in minutes.`,
        }
      : null,
  (_situation, present) => (present === null ? null : ask(present, 'it is on our side and does not pass by itself')),
]

const nothingSeen: Advice = {
  what: 'free',
  says: 'Nothing is wrong that this page can see.',
  because: 'If something does not work all the same, write what you did, what you expected, and what you saw.',
}

function ask({ title }: Present, because: string): Advice {
  return { what: 'ask', says: 'Write to the operator now.', because: `${title}, and ${because}.` }
}

const nothingOpen = { mostlyOverAt: null, saidAt: 0, title: '' } as const

/** Whether it is something that only the reader can mend, whatever else goes on. */
function isOwnStep(present: Present | null): boolean {
  return present !== null && present.fault !== 'edge-unreachable' && stepOf(present) !== null
}

/** What the person can do about a fault, where they and nobody else can. */
function stepOf({ fault, side }: Present): string | null {
  if (!isToldFaultId(fault)) return side === 'you' ? 'Load the page again.' : null
  const { todo } = toldFaults[fault]
  const isTheirs = side === 'you' || side === 'your-network' || side === 'model'
  return isTheirs && !/^(?:Nothing:|The operator|It is)/.test(todo) ? todo : null
}

// Not among them: clearing the site's data. That would clear what waits to be sent.
const steps: readonly { readonly remedy: Remedy; readonly says: string }[] = [
  { remedy: 'reloaded', says: 'Load the page again. What you wrote stays.' },
  { remedy: 'vpn-off', says: 'Turn off a VPN or proxy, if you have one, and look again.' },
  { remedy: 'other-network', says: 'Try another network: the phone’s own instead of the Wi-Fi.' },
  { remedy: 'other-device', says: 'Look whether another device reaches the site.' },
]

function needsOperator(fault: string): boolean {
  return isToldFaultId(fault) && toldFaults[fault].todo.startsWith('The operator')
}

/** On how many days of the last seven this fault was met. */
function daysOf(present: Present | null, faults: readonly Sighting[], now: number): number {
  const met = faults.filter(({ fault, lastAt }) => fault === present?.fault && now - lastAt < 7 * dayMs)
  return new Set(met.map(({ firstAt }) => Math.floor((now - firstAt) / dayMs))).size
}
