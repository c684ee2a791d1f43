import { judge } from '#doctor/judge.ts'
import { verdictSays } from '#doctor/verdict-says.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { unknownFlag, type Arguments } from '../arguments.ts'
import { confirmedCauses } from './confirmed.ts'
import { exitCodeOf } from './exit-code.ts'
import { priorNamed } from './prior.ts'
import { readCase } from './read-case.ts'

/** `holdfast doctor explain FILE`: judges what somebody wrote down, and asks nobody. */
export async function explain({ flags, words: [file, ...more] }: Arguments): Promise<Outcome<number, string>> {
  const refusal = unknownFlag({ command: 'doctor explain', flags }, ['--json', '--prior', '--confirmed'])
  if (refusal !== undefined) return fail(refusal)
  if (file === undefined) {
    return fail(
      'Which evidence is to be judged? Write `holdfast doctor explain FILE.json`; docs/spec/evidence.md says what is in it.',
    )
  }
  if (more[0] !== undefined) return fail(`\`${more[0]}\` is one file too many: judge one case at a time.`)
  const prior = priorNamed(flags.get('--prior'))
  if (!prior.ok) return prior
  const read = await readCase(file)
  if (!read.ok) return read
  const confirmed = await confirmedCauses(flags)
  if (!confirmed.ok) return confirmed
  const judged = judge(read.value.given, { prior: prior.value, confirmed: confirmed.value })
  const unknown = read.value.unknown.map((path) => `\`${path}\` means nothing here: it was left out.`)
  const verdict = { ...judged, notes: [...judged.notes, ...unknown] }
  console.log(flags.has('--json') ? JSON.stringify(verdict) : verdictSays(verdict).join('\n'))
  return ok(exitCodeOf(verdict))
}
