import { lint as judged } from '#doctor/lint.ts'
import type { Findings } from '#doctor/lint.ts'
import { lintReportSchema, type LintReport } from '#protocol/lint.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { unknownFlag, type Arguments } from '../arguments.ts'
import { readText } from '../read-text.ts'
import { gatherLint } from './gather-lint.ts'
import { lintSays } from './lint-says.ts'

const flagNames = ['--origin', '--port', '--collector', '--key-file', '--certificate', '--ca', '--resolver', '--report']

/** `holdfast doctor lint`: the cause of the next outage, while all is well. */
export async function lintCommand(args: Arguments): Promise<Outcome<number, string>> {
  const { flags, words } = args
  const refusal = unknownFlag({ command: 'doctor lint', flags }, [...flagNames, '--json', '--evidence'])
  if (refusal !== undefined) return fail(refusal)
  if (words[1] !== undefined) return fail(`\`${words[1]}\` is one site too many: look at one at a time.`)
  const file = flags.get('--report')
  const report = file === undefined ? await gatherLint(flags, words[0]) : await reportIn(file)
  if (!report.ok) return report
  if (flags.has('--evidence')) {
    console.log(JSON.stringify(report.value, undefined, 2))
    return ok(0)
  }
  const findings = judged(report.value)
  console.log(flags.has('--json') ? JSON.stringify(findings) : lintSays(findings).join('\n'))
  return ok(exitCodeOf(findings))
}

/** For scripts: nothing but notes, something that may break, something that will. */
function exitCodeOf({ findings }: Findings): number {
  if (findings.some(({ severity }) => severity === 'error')) return 21
  return findings.some(({ severity }) => severity === 'warning') ? 20 : 0
}

async function reportIn(file: string): Promise<Outcome<LintReport, string>> {
  const text = await readText(file, { correct: 'correct --report', lessen: 'this is not what --evidence printed' })
  if (!text.ok) return text
  const report = lintReportSchema.safeParse(parsed(text.value))
  return report.success ? ok(report.data) : fail(`${file} is no report of \`holdfast doctor lint --evidence\`.`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // The schema says that it is none.
  }
}
