import { dirname } from 'node:path'
import { judgedAgain, readRecord, reportLines } from '#lab/report.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { unknownFlag, type Arguments } from '../arguments.ts'
import { readText } from '../read-text.ts'
import { expert } from './expert.ts'
import { writeReport } from './write-report.ts'

const reading = { correct: 'name the lab.json that `holdfast lab run` wrote', lessen: 'run fewer seeds' }

/** `holdfast lab report`: says again what a run of the lab came to, and writes its page anew; with `--again` by what the doctor knows now. */
export async function reportCommand({ flags, words: [file, ...more] }: Arguments): Promise<Outcome<number, string>> {
  const refusal = unknownFlag({ command: 'lab report', flags }, ['--to', '--again'])
  if (refusal !== undefined) return fail(refusal)
  if (more[0] !== undefined) return fail(`\`${more[0]}\` is one file too many: report on one run at a time.`)
  const from = file ?? 'holdfast-lab/lab.json'
  const text = await readText(from, reading)
  if (!text.ok) return text
  const record = readRecord(text.value)
  if (!record.ok) return fail(`${from} cannot be read: ${record.error}; \`holdfast lab run\` writes a new one.`)
  const told = flags.has('--again') ? judgedAgain(record.value, expert) : record.value
  const written = await writeReport(told, flags.get('--to') ?? dirname(from))
  if (!written.ok) return written
  console.log([...reportLines(told), `The whole report: ${written.value}`].join('\n'))
  return ok(0)
}
