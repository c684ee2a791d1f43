import type { Chance } from '../../src/shared/clock.ts'
import { hash32, seededChance } from '../../src/shared/ids.ts'
import type { PastOutage } from '../../src/status/forecast/past-outage.ts'
import { casesOf, type Forecaster } from '../../src/status/forecast/replay.ts'
import type { Case } from '../../src/status/forecast/score.ts'
import type { OutageLaw } from './outage-laws.ts'

export interface StreamOrder {
  readonly streams: number
  readonly length: number
  readonly seed: number
}

export type OutageSource = (chance: Chance, index: number) => PastOutage

/** Histories of several sites, the oldest outage first. The same seed makes the same ones. */
export function streamsOf(source: OutageSource, { streams, length, seed }: StreamOrder): readonly PastOutage[][] {
  return Array.from({ length: streams }, (_, site) => {
    // Hashed: generators with seeds side by side begin alike.
    const chance = seededChance(hash32(`${seed} ${site}`))
    return Array.from({ length }, (__, index) => source(chance, index))
  })
}

export function finished(law: OutageLaw): OutageSource {
  return (chance, index) => ({ durationMin: law(chance, index) })
}

/** A look at each outage that came at a moment of its own: half of the looks came before the end. */
export function halfCensored(law: OutageLaw): OutageSource {
  return (chance, index) => {
    const [lastsMin, lookedAtMin] = [law(chance, index), law(chance, index)]
    return { durationMin: Math.min(lastsMin, lookedAtMin), censored: lookedAtMin < lastsMin }
  }
}

/** Every cause has a law of its own. */
export function mixed(laws: Readonly<Record<string, OutageLaw>>): OutageSource {
  const causes = Object.entries(laws)
  return (chance, index) => {
    const [cause, law] = causes[Math.floor(chance() * causes.length)] ?? ['', () => 0]
    return { durationMin: law(chance, index), cause }
  }
}

/** All outages of all sites but the first `skip` of each, forecast from the earlier ones of the same site. */
export function casesIn(streams: readonly PastOutage[][], forecaster: Forecaster, skip: number): readonly Case[] {
  return streams.flatMap((history) =>
    history.slice(skip).flatMap((_, index) => casesOf(history, skip + index, forecaster)),
  )
}
