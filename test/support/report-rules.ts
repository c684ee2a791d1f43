import { alarmIn, windowsMin, type WindowMin } from '../../src/status/reports/scan.ts'

/** Reports of a made-up site, minute by minute: how many people came. */
export interface Minutes {
  readonly people: Readonly<Uint16Array>
  /** How many are usual in the minutes up to and with this one. */
  readonly usualWithin: (minute: number, windowMin: number) => number
}

/** Decides minute by minute whether there is an alarm. */
export type Rule = (minutes: Minutes) => (minute: number) => boolean

/** What was compared with the scan of the reference: fixed numbers of people, and tests that believe in Poisson. */
export const reportRules: Readonly<Record<string, Rule>> = {
  '3 or more in 10 min': atLeast(3, 10),
  '5 or more in 15 min': atLeast(5, 15),
  '10 or more in 15 min': atLeast(10, 15),
  'Poisson scan': scanBy((mean) => smallestByPoisson(mean)),
  'Poisson CUSUM': cusum,
  'negative-binomial scan': holdfastScan,
}

function atLeast(people: number, windowMin: number): Rule {
  return (minutes) => {
    const within = sums(minutes.people)
    return (minute) => within(minute, windowMin) >= people
  }
}

/** The rule that the status process goes by. */
function holdfastScan(minutes: Minutes): (minute: number) => boolean {
  const within = sums(minutes.people)
  return (minute) => {
    if (within(minute, 60) < 3) return false
    const windowAt = (window: WindowMin) => ({
      people: within(minute, window),
      mean: minutes.usualWithin(minute, window),
    })
    return alarmIn({ 5: windowAt(5), 15: windowAt(15), 30: windowAt(30), 60: windowAt(60) }, 2) !== undefined
  }
}

function scanBy(smallest: (mean: number) => number): Rule {
  const known = new Map<number, number>()
  const threshold = (mean: number): number => {
    const least = known.get(mean) ?? smallest(mean)
    known.set(mean, least)
    return least
  }
  return (minutes) => {
    const within = sums(minutes.people)
    return (minute) =>
      within(minute, 60) >= 3 &&
      windowsMin.some((window) => within(minute, window) >= threshold(minutes.usualWithin(minute, window)))
  }
}

function smallestByPoisson(mean: number): number {
  const usual = Math.max(0.05, mean)
  let one = Math.exp(-usual)
  let below = 0
  for (let people = 0; ; people++) {
    if (people >= 3 && 1 - below < 1e-5) return people
    below += one
    one *= usual / (people + 1)
  }
}

/** Gathers what speaks for ten times the usual number against the usual one. */
function cusum({ people, usualWithin }: Minutes): (minute: number) => boolean {
  let gathered = 0
  let seen = -1
  return (minute) => {
    while (seen < minute) {
      seen += 1
      gathered = Math.max(0, gathered + (people[seen] ?? 0) * Math.log(10) - 9 * usualWithin(seen, 1))
    }
    const isAlarm = gathered >= 7
    if (isAlarm) gathered = 0
    return isAlarm
  }
}

/** How many came in the minutes up to and with this one. */
function sums(people: Readonly<Uint16Array>): (minute: number, windowMin: number) => number {
  const before = new Uint32Array(people.length + 1)
  for (let minute = 0; minute < people.length; minute++)
    before[minute + 1] = (before[minute] ?? 0) + (people[minute] ?? 0)
  return (minute, windowMin) => (before[minute + 1] ?? 0) - (before[Math.max(0, minute + 1 - windowMin)] ?? 0)
}
