import { fail, type Outcome } from '#shared/outcome.ts'
import type { Arguments } from '../arguments.ts'
import { explain } from './explain.ts'
import { fixCheck } from './fix-check.ts'
import { lintCommand } from './lint.ts'
import { look } from './look.ts'
import { collectorCommand, listenCommand } from './serve.ts'

/** `holdfast doctor`: what broke, whose side it is on, how sure that is, and what would tell more. It needs no settings. */
export async function doctorCommand(args: Arguments): Promise<Outcome<number, string>> {
  const [what, ...words] = args.words
  if (what === 'explain') return explain({ ...args, words })
  if (what === 'fix-check') return fixCheck({ ...args, words })
  if (what === 'lint') return lintCommand({ ...args, words })
  if (what === 'collector') return collectorCommand({ ...args, words })
  if (what === 'listen') return listenCommand({ ...args, words })
  if (what !== undefined) return look(args)
  return fail('What is the doctor to look at? Write `holdfast doctor URL`, or `holdfast doctor explain FILE.json`.')
}
