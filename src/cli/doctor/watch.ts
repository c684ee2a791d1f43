import { attemptOnce, type ExamineOptions } from '#doctor/examine.ts'
import type { Senses } from '#doctor/looking.ts'

/** Often enough to see a recovery at once, and seldom enough to burden nobody. */
const everyMs = 5000

/** `--watch`: asks again until it answers, and prints a line whenever that changes. */
export async function watch(senses: Senses, options: ExamineOptions): Promise<number> {
  let last = ''
  for (;;) {
    const { says, isOk } = await attemptOnce(senses, options)
    if (says !== last) console.log(`${clockTime(senses.clock.now())}  ${last === '' ? says : `${last} → ${says}`}`)
    if (isOk) return 0
    last = says
    await senses.clock.sleep(everyMs)
  }
}

function clockTime(now: number): string {
  return new Date(now).toISOString().slice(11, 19) + ' UTC'
}
