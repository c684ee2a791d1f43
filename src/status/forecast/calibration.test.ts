import { describe, expect, test } from 'vitest'
import { hash32, seededChance } from '#shared/ids.ts'
import { measuredLaws, singleClassLaws, usualLaw } from '../../../test/support/outage-laws.ts'
import {
  casesIn,
  finished,
  halfCensored,
  mixed,
  streamsOf,
  type OutageSource,
} from '../../../test/support/outage-streams.ts'
import { outlookOf } from './outlook.ts'
import { checkpoints, replayOf, type Replay } from './replay.ts'
import { scoreOf, type Case, type Score } from './score.ts'

// Another seed draws other outages, and may leave the bounds by chance where they are narrow.
const seed = Number(process.env['SEED'] ?? 2026)

const [minorOverload = usualLaw, restart = usualLaw, infrastructure = usualLaw, hosting = usualLaw] = singleClassLaws

const measured = Object.entries(measuredLaws).map(([name, law]) => [name, finished(law)] as const)

const others: readonly (readonly [string, OutageSource])[] = [
  ['the usual classes', finished(usualLaw)],
  ['restarts alone', finished(restart)],
  ['a site that never has short outages', finished(hosting)],
  ['causes that differ by far', mixed({ overload: minorOverload, refused: restart, network: infrastructure })],
  ['a move to slower hosts after 100 outages', finished((chance, i) => usualLaw(chance, i) * (i < 100 ? 1 : 2))],
]

function streamed(source: OutageSource, streams: number, length: number): Replay {
  return replayOf(casesIn(streamsOf(source, { streams, length, seed }), (earlier) => outlookOf(earlier), 10))
}

describe(`with a history, at every age of the outage (SEED=${seed})`, () => {
  test.for(measured)('8 in 10 end within the range, and half by its middle: %s', ([, source]) => {
    expectHonest(streamed(source, 8, 300), wanted)
  })
  test.for(others)('and nearly so where nobody has measured: %s', ([, source]) => {
    expectHonest(streamed(source, 4, 200), tolerable)
  })
})

const wanted = [0.75, 0.87] as const
const tolerable = [0.7, 0.9] as const

function expectHonest({ all, ages }: Replay, atEachAge: readonly [number, number]): void {
  expectHeld(all, wanted)
  expect(Math.abs((all.underMedian ?? 0) - 0.5)).toBeLessThanOrEqual(0.06)
  for (const age of ages.filter(({ cases }) => cases >= 300)) expectHeld(age, atEachAge)
}

function expectHeld(score: Score & { readonly elapsedMin?: number }, [least, most]: readonly [number, number]): void {
  const which = `of ${score.cases} at ${score.elapsedMin ?? 'any'} min`
  expect(score.coverage, which).toBeGreaterThanOrEqual(least)
  expect(score.coverage, which).toBeLessThanOrEqual(most)
}

describe(`in the first ten outages of a site (SEED=${seed})`, () => {
  test.for(Object.entries({ ...measuredLaws, 'the usual classes': usualLaw }))(
    '8 in 10 end within the range: %s',
    ([, law]) => {
      const streams = streamsOf(finished(law), { streams: 100, length: 10, seed })
      expectHeld(scoreOf(casesIn(streams, (earlier) => outlookOf(earlier), 0)), wanted)
    },
  )
})

describe(`outages of the usual classes (SEED=${seed})`, () => {
  test.for([0, 1, 3, 10, 50, 500])('keep to the range at every age, after %i of them', (n) => {
    for (const age of replayOf(afterHistories(finished(usualLaw), n)).ages) expectHeld(age, wanted)
  })

  test('nearly keep to the range when half of the past ones were not seen to their end', () => {
    for (const age of replayOf(afterHistories(halfCensored(usualLaw), 40)).ages) expectHeld(age, tolerable)
  })
})

/** As many cases at each age: the next outage is drawn until it outlasts the age. */
function afterHistories(past: OutageSource, n: number): readonly Case[] {
  const chance = seededChance(hash32(`${seed} after ${n}`))
  return Array.from({ length: 1000 }, () => outlookOf(Array.from({ length: n }, (_, i) => past(chance, i)))).flatMap(
    (outlook) =>
      checkpoints.map((elapsedMin) => {
        let durationMin = usualLaw(chance, n)
        while (durationMin <= elapsedMin) durationMin = usualLaw(chance, n)
        return { elapsedMin, durationMin, forecast: outlook.at(elapsedMin) }
      }),
  )
}

test('a cause that is known makes the forecast better where causes differ', () => {
  const source = mixed({ restarted: restart, network: infrastructure, hosting })
  const streams = streamsOf(source, { streams: 150, length: 16, seed })
  const last = streams.map((history) => ({ earlier: history.slice(0, -1), outage: history.at(-1) }))
  const scoreWith = (isTold: boolean): number =>
    scoreOf(
      last.map(({ earlier, outage }) => ({
        elapsedMin: 0,
        durationMin: outage?.durationMin ?? 0,
        forecast: outlookOf(earlier, isTold ? outage?.cause : undefined).at(0),
      })),
    ).pinball ?? 0
  expect(scoreWith(true)).toBeLessThan(0.97 * scoreWith(false))
})
