import type { PlaceSeen } from '#protocol/case.ts'
import type { Clock } from '#shared/clock.ts'
import { resultsOf } from '../judge/attempt-result.ts'
import type { Asked, Patience, Senses } from '../looking.ts'

export interface Repeated {
  readonly seen: PlaceSeen
  readonly location?: string
  readonly isByCdn: boolean
}

/** A first packet that was lost is sent again after one second: from then on a second attempt need not wait for the first. */
const slowFromMs = 1000

/**
 * The first attempt and one or two more: one that failed is no outage. What is refused is asked again in a moment; behind one
 * that is silent the second begins while it still waits, so that two silences take no longer than one.
 */
export async function attemptAgain(senses: Senses, asked: Asked, patience: Patience): Promise<Repeated> {
  const first = senses.attempt(asked, patience)
  const isSlow = await lastsLonger(first, slowFromMs, senses.clock)
  if (isSlow) {
    const [one, two] = await Promise.all([first, senses.attempt(asked, begunLater(patience))])
    return { ...one, seen: { ...one.attempt, again: [two.attempt] } }
  }
  const one = await first
  const again = []
  while (again.length < 2) {
    await senses.clock.sleep(patience.pauseMs)
    const next = await senses.attempt(asked, patience)
    again.push(next.attempt)
  }
  return { ...one, seen: { ...one.attempt, again } }
}

/** What began later ends at the same time, so that nobody waits for it alone. */
function begunLater(patience: Patience): Patience {
  const { connectMs } = patience
  return { ...patience, connectMs: connectMs > 2 * slowFromMs ? connectMs - slowFromMs : connectMs }
}

/** Whether something is still going on after so long. */
export async function lastsLonger(doing: Promise<unknown>, ms: number, clock: Pick<Clock, 'after'>): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve(true))
    const ended = (): void => {
      cancel()
      resolve(false)
    }
    doing.then(ended, ended)
  })
}

/** Whether every attempt failed. */
export function hasFailed({ again = [], ...first }: PlaceSeen): boolean {
  return [first, ...again].every((attempt) => !resultsOf(attempt).includes('ok'))
}
