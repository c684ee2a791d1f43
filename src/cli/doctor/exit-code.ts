import type { Side } from '#protocol/fault.ts'
import type { Verdict } from '#protocol/verdict.ts'

/** By whose side it is on, for scripts. 2 is kept for a command line that cannot be carried out. */
const codes: Readonly<Record<Side, number>> = {
  you: 10,
  'your-network': 11,
  edge: 12,
  path: 13,
  hosting: 14,
  server: 15,
  model: 16,
}

/** 0 when it answers and nothing is wrong, 1 when something is and nobody can say on whose side. */
export function exitCodeOf({ standing, side }: Pick<Verdict, 'standing' | 'side'>): number {
  if (side !== null) return codes[side]
  return standing === 'answers' ? 0 : 1
}
