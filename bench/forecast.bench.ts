// How honest the forecasts are, on draws from laws that were measured and from some that nobody would choose: the share of
// outages that ended within the 80 % range at each age, under the median, and the pinball loss beside simpler forecasts of the
// same outages. And how long a forecast takes.
import { outlookOf } from '../src/status/forecast/outlook.ts'
import { replayOf, type Replay } from '../src/status/forecast/replay.ts'
import { replayTable } from '../src/status/forecast/replay-table.ts'
import { measuredLaws, singleClassLaws, usualLaw } from '../test/support/outage-laws.ts'
import { casesIn, finished, mixed, streamsOf, type OutageSource } from '../test/support/outage-streams.ts'
import { forecasters } from './support/forecasters.ts'
import { median, report, type Row } from './support/report.ts'

const seed = Number(process.env['SEED'] ?? 2026)
const [overload = usualLaw, restart = usualLaw, infrastructure = usualLaw, hosting = usualLaw] = singleClassLaws

const sources: Readonly<Record<string, OutageSource>> = {
  ...Object.fromEntries(Object.entries(measuredLaws).map(([name, law]) => [name, finished(law)])),
  'usual classes': finished(usualLaw),
  'restarts alone': finished(restart),
  'hosting alone': finished(hosting),
  'three causes': mixed({ overload, refused: restart, network: infrastructure }),
  'twice as long from 100 on': finished((chance, i) => usualLaw(chance, i) * (i < 100 ? 1 : 2)),
}

const times = [
  { name: 'later', streams: 12, length: 300, skip: 10 },
  { name: 'first ten', streams: 200, length: 10, skip: 0 },
]

const runs = times.flatMap(({ name: when, skip, ...size }) =>
  Object.entries(sources).map(([name, source]) => {
    const streams = streamsOf(source, { ...size, seed })
    const scored = Object.entries(forecasters).map(([by, forecaster]) => ({
      by,
      replay: replayOf(casesIn(streams, forecaster, skip)),
    }))
    console.log(`\n${name}, ${when}, seed ${seed}`)
    for (const line of replayTable(scored[0]?.replay ?? replayOf([]))) console.log(line)
    return { name: `${name}, ${when}`, scored }
  }),
)
console.log()
report('forecast', [...runs.flatMap(rowsOf), speed()], { seed, runs })

function rowsOf({ name, scored }: { readonly name: string; readonly scored: readonly Scored[] }): readonly Row[] {
  const own = scored.find(({ by }) => by === 'holdfast')?.replay.all
  return [
    { what: `${name}: in the range`, value: 100 * (own?.coverage ?? Number.NaN), unit: '%', goal: '75-87' },
    { what: `${name}: under the median`, value: 100 * (own?.underMedian ?? Number.NaN), unit: '%', goal: '44-56' },
    ...scored.map(({ by, replay }) => ({
      what: `${name}: pinball, ${by}`,
      value: replay.all.pinball ?? Number.NaN,
      unit: 'ln',
    })),
  ]
}

interface Scored {
  readonly by: string
  readonly replay: Replay
}

function speed(): Row {
  const [history = []] = streamsOf(finished(usualLaw), { streams: 1, length: 10_000, seed })
  const took = Array.from({ length: 50 }, () => {
    const from = performance.now()
    outlookOf(history).at(30)
    return performance.now() - from
  })
  return { what: 'one forecast from 10,000 outages: median', value: median(took), unit: 'ms', goal: '≤ 50' }
}
