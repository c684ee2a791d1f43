import type { Fault } from '../fault.ts'
import { answers } from './answers.ts'
import { encryption } from './encryption.ts'
import { names } from './names.ts'
import { nginx } from './nginx.ts'
import { noWay } from './no-way.ts'
import { refused } from './refused.ts'
import { silent } from './silent.ts'
import { twoAtOnce } from './two-at-once.ts'
import { well } from './well.ts'

/** Every fault that the lab can make, by kinds. */
export const allFaults: readonly Fault[] = [
  ...refused,
  ...silent,
  ...noWay,
  ...answers,
  ...encryption,
  ...names,
  ...nginx,
  ...twoAtOnce,
  ...well,
]
