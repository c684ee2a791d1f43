import type { Chance } from '../../src/shared/clock.ts'
import { gammaDraw, poissonDraw } from './draws.ts'
import type { Minutes, Rule } from './report-rules.ts'

const dayMin = 24 * 60
export const yearMin = 365 * dayMin
/** Alarms that are less apart are one episode. */
const episodeMin = 60

interface Written extends Minutes {
  readonly people: Uint16Array
}

export interface Background {
  /** Reports on an ordinary day: people with a trouble of their own. */
  readonly perDay: number
  /** Whether they come in bursts: hours of which some are far busier than others, for no fault of the site. */
  readonly isBursty: boolean
}

/** People who report while nothing is wrong, by day four times as many as by night. */
export function background({ perDay, isBursty }: Background, lengthMin: number, chance: Chance): Written {
  const usual = (minute: number): number => (perDay / dayMin) * (isDay(minute) ? 1.6 : 0.4)
  const usualWithin = (minute: number, windowMin: number): number => {
    // The time of day changes at most once within an hour.
    const ofBefore =
      isDay(minute) === isDay(minute + 1 - windowMin + dayMin) ? 0 : windowMin - 1 - (minute % (dayMin / 2))
    return ofBefore * usual(minute + 1 - windowMin + dayMin) + (windowMin - ofBefore) * usual(minute)
  }
  const people = new Uint16Array(lengthMin)
  let burst = 1
  for (let minute = 0; minute < lengthMin; minute++) {
    // Mean 1, variance 2.
    if (isBursty && minute % 60 === 0) burst = 2 * gammaDraw(chance, 0.5)
    people[minute] = poissonDraw(chance, usual(minute) * burst)
  }
  return { people, usualWithin }
}

function isDay(minute: number): boolean {
  return minute % dayMin < dayMin / 2
}

/** How many episodes of false alarm there are in a year. */
export function falseAlarmsPerYear(rule: Rule, minutes: Minutes): number {
  const isAlarm = rule(minutes)
  let [episodes, last] = [0, -Infinity]
  for (let minute = 0; minute < minutes.people.length; minute++) {
    if (!isAlarm(minute)) continue
    if (minute - last > episodeMin) episodes += 1
    last = minute
  }
  return episodes / (minutes.people.length / yearMin)
}

export interface Outage {
  readonly perDay: number
  /** How many people more report in a minute. */
  readonly addsPerMin: number
  readonly times: number
}

export interface Detection {
  /** Of the outages that were seen within three hours. */
  readonly share: number
  /** Minutes until half of all outages were seen; Infinity where fewer than half were. */
  readonly medianMin: number
}

/** How soon outages are seen that begin at any time of day. */
export function detection(rule: Rule, { perDay, addsPerMin, times }: Outage, chance: Chance): Detection {
  const beforeMin = 2 * 60
  const patienceMin = 3 * 60
  const took = Array.from({ length: times }, () => {
    const from = Math.floor(chance() * dayMin)
    const { people, usualWithin } = background({ perDay, isBursty: false }, from + beforeMin + patienceMin, chance)
    const begins = from + beforeMin
    for (let minute = begins; minute < people.length; minute++) {
      people[minute] = (people[minute] ?? 0) + poissonDraw(chance, addsPerMin)
    }
    const isAlarm = rule({ people, usualWithin })
    for (let minute = begins; minute < people.length; minute++) if (isAlarm(minute)) return minute - begins + 1
    return Infinity
  }).toSorted((a, b) => a - b)
  const seen = took.filter((minutes) => minutes < Infinity).length
  return { share: seen / times, medianMin: took[Math.floor(times / 2)] ?? Infinity }
}
