import type { Problem } from '#protocol/problem.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { troubleWithoutAnswer } from '../api/trouble.ts'
import { untilAnswered, type Persistence } from '../api/until-answered.ts'
import type { Means } from '../means.ts'

type ReaderPart = typeof import('./log-reader.ts')

/** Asks for the part of the page that reads logs. It comes after the page itself: there is nothing to read at first. */
export const fetchReader = (): Promise<ReaderPart> => import('./log-reader.ts')

/** What reads logs, when it has come. Null when it is not wanted any more. */
export async function logReader(means: Means, persistence: Persistence): Promise<ReaderPart['LogReader'] | null> {
  const fetched = async (): Promise<Outcome<ReaderPart, Problem>> => {
    try {
      return ok(await fetchReader())
    } catch (error) {
      return fail(troubleWithoutAnswer(means.isOnline(), String(error)))
    }
  }
  const outcome = await untilAnswered(means, fetched, persistence)
  return outcome?.ok === true ? outcome.value.LogReader : null
}
