import { forecast, forecastSays, readHistory, replay, replayTable, type Replay } from '#status/forecasts.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { unknownFlag } from '../arguments.ts'
import { readText } from '../read-text.ts'

const reading = {
  correct: 'correct --history',
  lessen: 'only the 150 newest outages are used, so keep those',
}

const ownFlags = ['--history', '--elapsed', '--cause', '--replay', '--json']

/** `holdfast forecast`: how long an outage may last. It needs no settings, no server and no network. */
export async function forecastCommand(flags: ReadonlyMap<string, string>): Promise<Outcome<number, string>> {
  const order = orderOf(flags)
  if (!order.ok) return order
  const text = await readText(order.value.file, reading)
  if (!text.ok) return text
  const history = readHistory(text.value, order.value.file)
  if (!history.ok) return history
  const lines = flags.has('--replay')
    ? replayLines(replay(history.value), flags.has('--json'))
    : forecastLines({ ...order.value, history: history.value }, flags.has('--json'))
  console.log(lines.join('\n'))
  return ok(0)
}

interface Order {
  readonly file: string
  readonly elapsedMin: number
  readonly cause: string | undefined
}

function orderOf(flags: ReadonlyMap<string, string>): Outcome<Order, string> {
  const refusal = unknownFlag({ command: 'forecast', flags }, ownFlags) ?? mixedFlags(flags) ?? missingValue(flags)
  if (refusal !== undefined) return fail(refusal)
  const elapsed = flags.get('--elapsed') ?? '0'
  const elapsedMin = elapsed.trim() === '' ? Number.NaN : Number(elapsed)
  if (!Number.isFinite(elapsedMin) || elapsedMin < 0) {
    return fail(`--elapsed is ${JSON.stringify(elapsed)}: write how many minutes the outage has lasted, 0 or more.`)
  }
  return ok({ file: flags.get('--history') ?? '', elapsedMin, cause: flags.get('--cause') })
}

function mixedFlags(flags: ReadonlyMap<string, string>): string | undefined {
  const other = flags.has('--elapsed') ? '--elapsed' : '--cause'
  if (!flags.has('--replay') || !flags.has(other)) return undefined
  return `\`--replay\` looks at all outages of the past and \`${other}\` at one that goes on: leave one of them out.`
}

function missingValue(flags: ReadonlyMap<string, string>): string | undefined {
  if (!flags.has('--history')) {
    return 'Which outages has this site had? Write `holdfast forecast --history FILE.json`; an empty list, [], is a site without a past.'
  }
  const empty = ['--history', '--cause'].find((flag) => flags.get(flag) === 'true')
  if (empty === undefined) return undefined
  return empty === '--history'
    ? '`--history` needs the name of a file.'
    : '`--cause` needs a word, such as origin-refused.'
}

type Asked = Parameters<typeof forecast>[0]

function forecastLines(asked: Asked, asJson: boolean): readonly string[] {
  if (asJson) return [JSON.stringify(forecast(asked))]
  return [...forecastSays(asked), 'How well such forecasts would have done on this history: --replay.']
}

function replayLines({ all, ages }: Replay, asJson: boolean): readonly string[] {
  if (asJson) return [JSON.stringify({ ...all, ages })]
  if (all.cases === 0) return ['No outage in this history is over, so that there is nothing to score.']
  return [
    `Each outage forecast from the earlier ones alone: our 80 % ranges were right ${right(all)} times.`,
    '',
    ...replayTable({ all, ages }),
  ]
}

function right({ cases, coverage }: Replay['all']): string {
  return `${Math.round((coverage ?? 0) * cases)} of ${cases}`
}
