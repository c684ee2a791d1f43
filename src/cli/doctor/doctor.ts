import { fail, type Outcome } from '#shared/outcome.ts'
import type { Arguments } from '../arguments.ts'

/**
 * `holdfast doctor`: what broke, whose side it is on, how sure that is, and what would tell more. It needs no settings, and
 * loads no more than what is asked for, because whoever is down waits for it.
 */
export async function doctorCommand(args: Arguments): Promise<Outcome<number, string>> {
  const [what, ...words] = args.words
  if (what === 'explain') return (await import('./explain.ts')).explain({ ...args, words })
  if (what === 'fix-check') return (await import('./fix-check.ts')).fixCheck({ ...args, words })
  if (what === 'lint') return (await import('./lint.ts')).lintCommand({ ...args, words })
  if (what === 'collector') return (await import('./serve.ts')).collectorCommand({ ...args, words })
  if (what === 'listen') return (await import('./serve.ts')).listenCommand({ ...args, words })
  if (what !== undefined) return (await import('./look.ts')).look(args)
  return fail('What is the doctor to look at? Write `holdfast doctor URL`, or `holdfast doctor explain FILE.json`.')
}
