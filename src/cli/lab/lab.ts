import { listFaults, listVisits } from '#lab/catalogue.ts'
import { runLab, whyNoLab } from '#lab/lab.ts'
import { isAsWished, reportLines } from '#lab/report.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { unknownFlag, type Arguments } from '../arguments.ts'
import { systemClock } from '../clock.ts'
import { firstSignal } from '../process/signals.ts'
import { expert } from './expert.ts'
import { orderOf } from './order.ts'
import { reportCommand } from './report-command.ts'
import { writeReport } from './write-report.ts'

/** `holdfast lab`: makes faults on hosts of its own, and measures how well the doctor tells them apart. */
export async function labCommand(args: Arguments): Promise<Outcome<number, string>> {
  const [what, ...words] = args.words
  if (what === 'list') return list({ ...args, words })
  if (what === 'run') return runFaults({ ...args, words })
  if (what === 'report') return reportCommand({ ...args, words })
  return fail(
    'What is the lab to do? Write `holdfast lab list`, `holdfast lab run [FAULT…]`, or `holdfast lab report FILE.json`.',
  )
}

function list({ flags, words: [word] }: Arguments): Outcome<number, string> {
  const refusal = unknownFlag({ command: 'lab list', flags }, ['--json'])
  if (refusal !== undefined) return fail(refusal)
  if (word !== undefined) return fail(`\`${word}\` stands alone: \`holdfast lab list\` lists all faults.`)
  const faults = listFaults().map((fault) => ({
    ...fault,
    cause: expert.causeOf(fault.formOf ?? fault.id)?.cause ?? null,
  }))
  const visits = listVisits()
  if (flags.has('--json')) console.log(JSON.stringify([...faults, ...visits]))
  else console.log([...faults.map(faultLine), '', 'With a visitor’s browser:', ...visits.map(visitLine)].join('\n'))
  return ok(0)
}

type Listed = ReturnType<typeof listFaults>[number] & { readonly cause: string | null }

function faultLine({ id, title, cause, lacks }: Listed): string {
  return `${id.padEnd(9)} ${title}${cause === null ? '' : ` (${cause})`}${lacks === undefined ? '' : `. ${lacks}`}`
}

function visitLine({ id, title, side }: ReturnType<typeof listVisits>[number]): string {
  return `${id.padEnd(9)} ${title} (${side ?? 'nothing is wrong'})`
}

async function runFaults(args: Arguments): Promise<Outcome<number, string>> {
  const order = orderOf(args)
  if (!order.ok) return order
  const why = await whyNoLab()
  if (why !== undefined) return fail(why)
  const { isJson, folder, ...rest } = order.value
  const ending = new AbortController()
  void firstSignal().then(() => ending.abort())
  const record = await runLab({ clock: systemClock, expert, ...rest, onRun, onVisit, signal: ending.signal })
  const written = await writeReport(record, folder)
  if (!written.ok) return written
  if (isJson) console.log(JSON.stringify(record))
  else console.log([...reportLines(record), `The whole report: ${written.value}`].join('\n'))
  // What was seen before somebody ended it is kept, and is no measurement of the whole.
  if (ending.signal.aborted) return ok(ended)
  return ok(isAsWished(record) ? 0 : 1)
}

/** As shells say that somebody ended it. */
const ended = 130

type OnRun = NonNullable<Parameters<typeof runLab>[0]['onRun']>

/** Beside the answer, so that a pipe gets the answer alone. */
const onRun: OnRun = ({ fault, seed, truth, concluded, isMended, tookMs }) => {
  const last = concluded.at(-1)
  const verdict = last?.isRight === true ? 'right' : `taken for ${last?.cause ?? 'nothing'}`
  const mended = isMended === null ? '' : isMended ? ', mended' : ', not mended'
  console.error(`${madeOf({ fault, seed, tookMs })}  ${truth}: ${verdict}${mended}`)
}

type OnVisit = NonNullable<Parameters<typeof runLab>[0]['onVisit']>

const onVisit: OnVisit = ({ fault, seed, side, said, p, isRight, isOver, tookMs }) => {
  const told = `the page says ${said ?? 'that all is well'} (${Math.round(100 * p)} %)`
  const verdict = isRight ? 'right' : 'wrong'
  const over = isOver ? ', over when mended' : ', not seen to be over'
  console.error(`${madeOf({ fault, seed, tookMs })}  ${side ?? 'nothing'}: ${told}, ${verdict}${over}`)
}

function madeOf({ fault, seed, tookMs }: Pick<Parameters<OnVisit>[0], 'fault' | 'seed' | 'tookMs'>): string {
  return `${fault.padEnd(9)} seed ${seed}  ${(tookMs / 1000).toFixed(1).padStart(5)} s`
}
