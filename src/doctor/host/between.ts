import type { HostSeen } from '#protocol/case.ts'

type Rule = NonNullable<HostSeen['rules']>[number]

/** What happened between two readings of a host: what was counted is the difference, everything else is as it was at the end. */
export function between(before: HostSeen, after: HostSeen): HostSeen {
  const { counters: from = {}, rules: earlier = [] } = before
  const { counters, rules, cpuMs: _cpuMs, readyMs: _readyMs, process, group, ...rest } = after
  return {
    ...rest,
    ...(group === undefined ? {} : { group: groupBetween(before.group, group) }),
    ...(counters === undefined ? {} : { counters: countersBetween(from, counters) }),
    ...(rules === undefined
      ? {}
      : { rules: rules.map((rule) => since(earlier, rule)).filter(({ packets }) => packets !== 0) }),
    ...(process === undefined ? {} : { process: process === 'running' && isBusy(before, after) ? 'busy' : process }),
  }
}

type Group = NonNullable<HostSeen['group']>

function groupBetween(before: Group | undefined, { throttledMs: to, ...rest }: Group): Group {
  const from = before?.throttledMs
  return { ...rest, ...(from === undefined || to === undefined || to < from ? {} : { throttledMs: to - from }) }
}

type Counters = NonNullable<HostSeen['counters']>

function countersBetween(before: Counters, after: Counters): Counters {
  const names = ['resetsSent', 'unreachablesSent', 'resetsTaken', 'overflows', 'synAcksAgain'] as const
  const rises = names.flatMap((name) => {
    const [from, to] = [before[name], after[name]]
    // A counter that fell was set back, as by a restart of the machine: what it counted since is not known.
    return from === undefined || to === undefined || to < from ? [] : [[name, to - from] as const]
  })
  return Object.fromEntries(rises)
}

/** Rules without a counter stay without one: nobody can say whether they were met. */
function since(earlier: readonly Rule[], rule: Rule): Rule {
  if (rule.packets === undefined) return { ...rule, packets: 0 }
  const same = earlier.find(({ text }) => text === rule.text)
  return { ...rule, packets: Math.max(0, rule.packets - (same?.packets ?? 0)) }
}

/** Of the time that passed, this much on a processor is no waiting. */
const busyAbove = 0.9

function isBusy(before: HostSeen, after: HostSeen): boolean {
  const tookMs = Date.parse(after.at ?? '') - Date.parse(before.at ?? '')
  if (before.cpuMs === undefined || after.cpuMs === undefined || !(tookMs > 0)) return false
  // On a machine with too few processors for all, one that never rests waits for a good part of the time.
  const readyMs = (after.readyMs ?? 0) - (before.readyMs ?? 0)
  return (after.cpuMs - before.cpuMs + readyMs) / tookMs > busyAbove
}
