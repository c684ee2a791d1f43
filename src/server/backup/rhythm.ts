import { Cron } from 'croner'

export const never = 'never'

/** Whether a text says when backups are made: five fields as cron has them, or `never`. */
export function isRhythm(text: string): boolean {
  return text === never || cronOf(text) !== undefined
}

export interface Due {
  readonly rhythm: string
  /** When the newest backup was made; undefined when there is none. */
  readonly newestAt: number | undefined
  readonly now: number
}

/**
 * When the next backup is due: at the first time of the rhythm after the newest one, which has passed already if the server
 * was not running then. Undefined when never.
 */
export function dueAt({ rhythm, newestAt, now }: Due): number | undefined {
  if (rhythm === never) return undefined
  if (newestAt === undefined) return now
  // A clock that was wrong may have dated the newest one into the future; nobody waits for that to come.
  return cronOf(rhythm)
    ?.nextRun(new Date(Math.min(newestAt, now)))
    ?.getTime()
}

function cronOf(text: string): Cron | undefined {
  try {
    return new Cron(text, { paused: true, mode: '5-part' })
  } catch {
    return undefined // not as cron has it
  }
}
