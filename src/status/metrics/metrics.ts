import type { Board, BoardComponent } from '#protocol/board.ts'
import { probeBucketsS, type ProbeTimesOfHop } from './probe-times.ts'
import { exposition, type Family, type Format, type Sample } from './exposition.ts'

export interface Measured {
  readonly board: Board
  readonly version: string
  readonly probeTimes: readonly ProbeTimesOfHop[]
  /** How many reports each component has had, by its id. */
  readonly reports: ReadonlyMap<string, number>
}

/** What `/metrics` of the status process says: OpenMetrics 1.0, or Prometheus' own text 0.0.4. */
export function statusMetrics(measured: Measured, format: Format): string {
  return exposition(families(measured), format)
}

function families({ board, version, probeTimes, reports }: Measured): readonly Family[] {
  const { open, blind, score, asOf, greenWhileFailingMs } = board
  const components = toldApart(board.components)
  return [
    gauge('holdfast_build_info', 'Which version of Holdfast answers.', [{ labels: { version }, value: 1 }]),
    // While nobody can look, or a probe is held for wrong, there is no sample: it would be taken for a measurement.
    gauge(
      'holdfast_component_up',
      'Whether a component works: 0 in an outage of any size.',
      blind ? [] : components.filter(({ distrusted }) => distrusted === undefined).map(up),
    ),
    ...canaryFamilies(blind === null ? components : []),
    gauge('holdfast_monitor_blind', 'Whether the monitor itself cannot see: then no component is measured.', [
      { value: blind === null ? 0 : 1 },
    ]),
    {
      ...gauge('holdfast_incident_open_seconds', 'For how long each open incident has lasted.', []),
      unit: 'seconds',
      samples: open.map(({ id, startedAt }) => ({ labels: { incident: id }, value: seconds(asOf - startedAt) })),
    },
    gauge(
      'holdfast_estimate_coverage_ratio',
      'How often the published ranges of forecasts held what happened.',
      score.of === 0 ? [] : [{ labels: { level: '0.8' }, value: score.right / score.of }],
    ),
    gauge('holdfast_estimate_scored', 'How many published ranges have been scored.', [{ value: score.of }]),
    {
      ...gauge(
        'holdfast_green_while_failing_seconds',
        'For how long in 90 days this page said well of what failed.',
        [],
      ),
      unit: 'seconds',
      samples: [{ value: seconds(greenWhileFailingMs) }],
    },
    {
      name: 'holdfast_user_reports',
      type: 'counter',
      help: 'How many people said "I see it too".',
      samples: components.map(({ id, name }) => ({ labels: { component: name }, value: reports.get(id) ?? 0 })),
    },
    {
      name: 'holdfast_probe_duration_seconds',
      type: 'histogram',
      unit: 'seconds',
      help: 'How long probes took since the status process started.',
      samples: probeTimes.flatMap(histogram),
    },
  ]
}

/** How fast the last canary wrote; without samples, and so left out, where none did. */
function canaryFamilies(components: readonly BoardComponent[]): readonly Family[] {
  const sung = components.flatMap(({ canary }) => (canary === undefined ? [] : [canary]))
  return [
    {
      ...gauge('holdfast_canary_first_token_seconds', 'How long the last canary waited for its first token.', []),
      unit: 'seconds',
      samples: sung.map(({ backend, firstTokenMs }) => ({ labels: { backend }, value: seconds(firstTokenMs) })),
    },
    gauge(
      'holdfast_canary_tokens_per_second',
      'How fast the last canary wrote after its first token.',
      sung.flatMap(({ backend, tokensPerSecond: value }) => (value === null ? [] : [{ labels: { backend }, value }])),
    ),
  ]
}

/** Two samples of one name make the whole answer void. */
function toldApart(components: readonly BoardComponent[]): readonly BoardComponent[] {
  const seen = new Set<string>()
  return components.map((component) => {
    const { name, id } = component
    if (!seen.has(name)) return (seen.add(name), component)
    return { ...component, name: `${name} (${id})` }
  })
}

function gauge(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, type: 'gauge', help, samples }
}

function up({ name, state }: BoardComponent): Sample {
  return { labels: { component: name }, value: state === 'partial_outage' || state === 'major_outage' ? 0 : 1 }
}

function histogram({ hop, counts, total, sumS }: ProbeTimesOfHop): readonly Sample[] {
  let below = 0
  const buckets = probeBucketsS.map((end, index) => {
    below += counts[index] ?? 0
    return { suffix: '_bucket', labels: { hop, le: String(end) }, value: below }
  })
  return [
    ...buckets,
    { suffix: '_bucket', labels: { hop, le: '+Inf' }, value: total },
    { suffix: '_sum', labels: { hop }, value: sumS },
    { suffix: '_count', labels: { hop }, value: total },
  ]
}

function seconds(ms: number): number {
  return Math.max(0, ms) / 1000
}
