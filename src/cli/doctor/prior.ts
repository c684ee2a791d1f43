import type { PriorName } from '#doctor/judge.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'

/** What is believed before the evidence, by the value of `--prior`. */
export function priorNamed(name = 'experience'): Outcome<PriorName, string> {
  if (name === 'experience' || name === 'even') return ok(name)
  return fail('`--prior` is `experience` or `even`.')
}
