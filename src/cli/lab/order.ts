import { cpus } from 'node:os'
import { listFaults, listVisits } from '#lab/catalogue.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { nearest } from '#shared/nearest.ts'
import { unknownFlag, type Arguments } from '../arguments.ts'

export interface LabOrder {
  readonly faults: readonly string[]
  readonly seeds: readonly number[]
  readonly atOnce: number
  readonly isJson: boolean
  /** Where the report is written. */
  readonly folder: string
}

/** Most of a run is waiting for silence, so several sites may stand side by side on one processor. */
const sitesPerProcessor = 2

/** What `holdfast lab run` is asked for. */
export function orderOf({ flags, words }: Pick<Arguments, 'flags' | 'words'>): Outcome<LabOrder, string> {
  const refusal = unknownFlag({ command: 'lab run', flags }, ['--seeds', '--first-seed', '--at-once', '--to', '--json'])
  if (refusal !== undefined) return fail(refusal)
  const ids = [...listFaults(), ...listVisits()].map(({ id }) => id)
  const unknown = words.find((word) => !ids.includes(word))
  if (unknown !== undefined) {
    const near = nearest(unknown, ids)
    const fix = near === undefined ? '`holdfast lab list` lists all of them.' : `did you mean \`${near}\`?`
    return fail(`\`${unknown}\` is no fault of the lab: ${fix}`)
  }
  const seeds = numberOf(flags, '--seeds', 5)
  if (!seeds.ok) return seeds
  const first = numberOf(flags, '--first-seed', 1)
  if (!first.ok) return first
  const atOnce = numberOf(flags, '--at-once', sitesPerProcessor * cpus().length)
  if (!atOnce.ok) return atOnce
  return ok({
    faults: words,
    seeds: Array.from({ length: seeds.value }, (_, place) => first.value + place),
    atOnce: atOnce.value,
    isJson: flags.has('--json'),
    folder: flags.get('--to') ?? 'holdfast-lab',
  })
}

function numberOf(flags: ReadonlyMap<string, string>, flag: string, usual: number): Outcome<number, string> {
  const text = flags.get(flag)
  const number = Number(text ?? usual)
  if (Number.isInteger(number) && number >= 1 && number <= 1000) return ok(number)
  return fail(`${flag} is \`${text ?? ''}\`: write a whole number from 1 to 1000.`)
}
