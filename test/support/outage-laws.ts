import type { Chance } from '../../src/shared/clock.ts'

/** Draws how long the outage with this number, from 0, lasts at some made-up site, in minutes. */
export type OutageLaw = (chance: Chance, index: number) => number

interface Hump {
  readonly weight: number
  readonly medianMin: number
  readonly spread: number
}

const smallSites: readonly Hump[] = [
  { weight: 0.15, medianMin: 4.5, spread: 0.13 },
  { weight: 0.385, medianMin: 10.3, spread: 0.56 },
  { weight: 0.465, medianMin: 52.1, spread: 1.81 },
]

const yearlyMedians = [74, 52, 64, 84, 88]

/** How outages lasted where it was measured: at one large site, and at many small ones that looked every five minutes. */
export const measuredLaws: Readonly<Record<string, OutageLaw>> = {
  lognormal: (chance) => logNormal(chance, 74.5, 1.125),
  'log-logistic': (chance) => 74 * (1 / inside(chance) - 1) ** (-1 / 1.57),
  'three humps': (chance) => humps(chance, smallSites),
  '5-minute grid': (chance) => {
    const onGrid = Math.ceil(humps(chance, smallSites) / 5) * 5
    return Math.max(3, onGrid + 0.4 * normal(chance))
  },
  'wandering median': (chance, index) => logNormal(chance, yearlyMedians[Math.floor(index / 60) % 5] ?? 74, 1.125),
}

function humps(chance: Chance, of: readonly Hump[]): number {
  let left = chance() * of.reduce((sum, { weight }) => sum + weight, 0)
  const chosen = of.find(({ weight }) => (left -= weight) < 0) ?? of[0]
  return chosen === undefined ? 0 : logNormal(chance, chosen.medianMin, chosen.spread)
}

function logNormal(chance: Chance, medianMin: number, spread: number): number {
  return medianMin * Math.exp(spread * normal(chance))
}

/** By Box and Muller. */
function normal(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(inside(chance))) * Math.cos(2 * Math.PI * chance())
}

/** Without 0, of which there is no logarithm. */
function inside(chance: Chance): number {
  return 1 - chance()
}

/** What the forecast believes before it has seen anything, as the help article has it. */
const usualClasses: readonly Hump[] = [
  { weight: 0.35, medianMin: Math.sqrt(2 * 10), spread: 0.6279 },
  { weight: 0.35, medianMin: Math.sqrt(5 * 30), spread: 0.699 },
  { weight: 0.2, medianMin: Math.sqrt(60 * 180), spread: 0.45 },
  { weight: 0.1, medianMin: Math.sqrt(180 * 720), spread: 0.5408 },
]

export const usualLaw: OutageLaw = (chance) => humps(chance, usualClasses)

/** Sites of which all outages are of one class. */
export const singleClassLaws: readonly OutageLaw[] = usualClasses.map((one) => (chance) => humps(chance, [one]))
