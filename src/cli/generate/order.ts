import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { unknownFlag, type Arguments } from '../arguments.ts'

const ownFlags = ['--list', '--count', '--seed', '--json', '--check', '--batch']

/** What `holdfast generate` is asked to do. `file` may be `-`: what comes in. */
export type Order =
  | {
      readonly kind: 'roll'
      readonly file: string
      readonly call: string | undefined
      readonly count: number
      /** Without one, each run gives other texts. */
      readonly seed: string | undefined
      readonly asJson: boolean
    }
  | { readonly kind: 'check'; readonly file: string; readonly asJson: boolean }
  | { readonly kind: 'batch'; readonly file: string }

export function orderFrom({ command, flags, words: [file, ...more] }: Arguments): Outcome<Order, string> {
  const refusal = unknownFlag({ command, flags }, ownFlags) ?? emptyFlag(flags)
  if (refusal !== undefined) return fail(refusal)
  if (more[0] !== undefined) return fail(`\`${more[0]}\` is one file too many: roll one generator at a time.`)
  const asJson = flags.has('--json')
  if (flags.has('--batch')) return batchOrder(flags, file)
  if (file === undefined) return fail('Which generator is to be rolled? Write `holdfast generate FILE`.')
  if (flags.has('--check')) return without(flags, ['--list', '--count', '--seed'], { kind: 'check', file, asJson })
  const count = Number(flags.get('--count') ?? 1)
  if (!Number.isSafeInteger(count) || count < 1) {
    return fail(`--count is ${JSON.stringify(flags.get('--count'))}: write how many texts, 1 or more.`)
  }
  return ok({ kind: 'roll', file, call: flags.get('--list'), count, seed: flags.get('--seed'), asJson })
}

function batchOrder(flags: ReadonlyMap<string, string>, file: string | undefined): Outcome<Order, string> {
  if (file !== undefined)
    return fail(`\`${file}\` is one file too many: with --batch each request brings its generator.`)
  return without(flags, ['--list', '--count', '--seed', '--check'], { kind: 'batch', file: flags.get('--batch') ?? '' })
}

function without(flags: ReadonlyMap<string, string>, others: readonly string[], order: Order): Outcome<Order, string> {
  const needless = others.find((other) => flags.has(other))
  return needless === undefined ? ok(order) : fail(`\`${needless}\` means nothing with --${order.kind}: leave it out.`)
}

function emptyFlag(flags: ReadonlyMap<string, string>): string | undefined {
  const [flag] = [...flags].find(([name, value]) => value === 'true' && needsValue.has(name)) ?? []
  return flag === undefined ? undefined : `\`${flag}\` needs a value after it.`
}

const needsValue: ReadonlySet<string> = new Set(['--list', '--count', '--batch'])
