import type { Problem } from '#protocol/problem.ts'
import { explanationIn, guessedTrouble, isRefusal, troubleWithoutAnswer } from '../api/trouble.ts'
import type { Means } from '../means.ts'
import type { Frame } from './frames.ts'
import type { Way } from './passage.ts'
import type { ReaderEvent } from './states.ts'

/** One way to read a log: opened once, then frames until it breaks or the log is closed. */
export interface LogSource {
  readonly way: Way
  readonly open: (offset: string) => Promise<Opening>
  readonly frames: () => AsyncGenerator<Frame>
  /** Why it was ended from this side; null while it was not. */
  readonly endedBy: ReaderEvent | null
  /** What came had been kept back on its way. */
  readonly wasHeldBack: boolean
  /** It may be dead without having said so: it stays only if it speaks. */
  readonly doubt: () => void
  readonly end: (why: ReaderEvent) => void
}

export interface Opening {
  readonly event: ReaderEvent
  /** Why it did not open, where that is known. */
  readonly trouble: Problem | null
}

export const opened: Opening = { event: 'opened', trouble: null }

/** No answer came. Where that may be the fault of event streams alone, nobody is told before a long poll has failed. */
export function unanswered(endedBy: ReaderEvent | null, error: string, means: Means): Opening {
  const event = endedBy ?? 'cut'
  const isNews = event === 'cut' || event === 'silent'
  return { event, trouble: isNews ? troubleWithoutAnswer(means.isOnline(), error) : null }
}

/** An answer that is not a success. `foreign` is what it means when it is not from our server or edge. */
export async function refusedBy(answer: Response, foreign?: ReaderEvent): Promise<Opening> {
  const explained = await explanationIn(answer)
  const trouble = explained ?? guessedTrouble(answer.status)
  if (explained === null && foreign !== undefined) return { event: foreign, trouble: null }
  return { event: isRefusal(trouble) ? 'refused' : 'cut', trouble }
}
