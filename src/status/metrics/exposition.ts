export interface Sample {
  /** What follows the family's name, such as `_bucket`. */
  readonly suffix?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly value: number
}

export interface Family {
  /** Without the `_total` of a counter. */
  readonly name: string
  readonly type: 'gauge' | 'counter' | 'histogram'
  readonly unit?: string
  readonly help: string
  readonly samples: readonly Sample[]
}

/** OpenMetrics 1.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/), or Prometheus' text format 0.0.4. */
export type Format = 'openmetrics' | 'prometheus'

export const contentTypes: Readonly<Record<Format, string>> = {
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
}

/** OpenMetrics for whoever asks for it by name, as Prometheus does; the older text for anybody else. */
export function formatFor(accept: string | undefined): Format {
  return accept?.includes('application/openmetrics-text') === true ? 'openmetrics' : 'prometheus'
}

export function exposition(families: readonly Family[], format: Format): string {
  const text = families.filter(({ samples }) => samples.length > 0).map((family) => familyText(family, format))
  return format === 'openmetrics' ? `${text.join('')}# EOF\n` : text.join('')
}

function familyText({ name, type, unit, help, samples }: Family, format: Format): string {
  const total = type === 'counter' ? '_total' : ''
  // The old text has the counter's whole name in its head, OpenMetrics the family's.
  const named = format === 'prometheus' ? name + total : name
  const lines = [
    `# HELP ${named} ${escaped(help, format)}`,
    `# TYPE ${named} ${type}`,
    ...(unit === undefined || format === 'prometheus' ? [] : [`# UNIT ${named} ${unit}`]),
    ...samples.map(({ suffix = total, labels = {}, value }) => `${name}${suffix}${labelText(labels)} ${value}`),
  ]
  return `${lines.join('\n')}\n`
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value, 'openmetrics')}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

/** A quote is escaped in labels, and in OpenMetrics also in help. */
function escaped(text: string, format: Format): string {
  const plain = text.toWellFormed().replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
  return format === 'openmetrics' ? plain.replaceAll('"', '\\"') : plain
}
