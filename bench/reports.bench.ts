// How many false alarms "I see it too" would make in a year, and how soon it would see an outage: the scan that Holdfast uses
// beside the rules that others use or that one would think of first. And how long one look at a threshold takes.
import { seededChance } from '../src/shared/ids.ts'
import { smallestAlarm } from '../src/status/reports/scan.ts'
import { reportRules } from '../test/support/report-rules.ts'
import { background, detection, falseAlarmsPerYear, yearMin } from '../test/support/report-simulation.ts'
import { median, report, type Row } from './support/report.ts'

const seed = Number(process.env['SEED'] ?? 2026)
const years = Number(process.env['YEARS'] ?? 6)
const times = Number(process.env['RUNS'] ?? 400)
const ownRule = 'negative-binomial scan'

const backgrounds = [false, true].flatMap((isBursty) =>
  [1, 10, 60].map((perDay) => ({
    perDay,
    isBursty,
    minutes: background({ perDay, isBursty }, years * yearMin, seededChance(seed + perDay * 2 + Number(isBursty))),
  })),
)
const outages = [1, 10, 60].flatMap((perDay) => [0.1, 0.3, 1].map((addsPerMin) => ({ perDay, addsPerMin, times })))

const rules = Object.entries(reportRules).map(([name, rule]) => {
  const alarms = backgrounds.map(({ perDay, isBursty, minutes }) => ({
    perDay,
    isBursty,
    perYear: falseAlarmsPerYear(rule, minutes),
  }))
  const seen = outages.map((outage) => ({ ...outage, ...detection(rule, outage, seededChance(seed)) }))
  return { name, alarms, seen }
})

console.log(`${years} years, seed ${seed}; false alarms a year at 1 / 10 / 60 reports a day`)
console.log(`${'rule'.padEnd(24)} ${'calm'.padEnd(22)} in bursts`)
for (const { name, alarms } of rules) {
  const half = (isBursty: boolean): string =>
    alarms
      .filter((one) => one.isBursty === isBursty)
      .map(({ perYear }) => String(Math.round(perYear * 10) / 10))
      .join(' / ')
  console.log(`${name.padEnd(24)} ${half(false).padEnd(22)} ${half(true)}`)
}
console.log('\nMinutes to the alarm when an outage adds .1 / .3 / 1 reports a minute, or how many were seen within 3 h')
for (const { name, seen } of rules) {
  const at = (perDay: number): string =>
    seen
      .filter((one) => one.perDay === perDay)
      .map(soon)
      .join(' / ')
  console.log(`${name.padEnd(24)} 1/day: ${at(1).padEnd(20)} 10/day: ${at(10).padEnd(20)} 60/day: ${at(60)}`)
}
console.log()
report('reports', [...rules.flatMap(rowsOf), speed()], { seed, years, times, rules })

function soon({ share, medianMin }: { readonly share: number; readonly medianMin: number }): string {
  return share < 0.5 ? `${Math.round(share * 100)} %` : String(medianMin)
}

function rowsOf({ name, alarms }: (typeof rules)[number]): readonly Row[] {
  return alarms.map(({ perDay, isBursty, perYear }) => ({
    what: `${name}, ${perDay} a day${isBursty ? ' in bursts' : ''}: false alarms`,
    value: perYear,
    unit: 'a year',
    ...(name === ownRule && { goal: '≤ 1.5' }),
  }))
}

function speed(): Row {
  const took = Array.from({ length: 200 }, (_, i) => {
    const from = performance.now()
    smallestAlarm(0.05 * (i + 1), 2)
    return (performance.now() - from) * 1_000
  })
  return { what: 'one threshold: median', value: median(took), unit: 'µs' }
}
