import { closeSync, openSync } from 'node:fs'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { pino } from 'pino'
import type { AccessLog } from '#edge/settings.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'

/** As a place of the access log: standard output. */
export const standardOutput = '-'

export interface OpenAccessLog {
  readonly write: AccessLog
  /** Begins the file anew, where somebody has moved it away. */
  readonly reopen: () => void
  /** Resolves when all is written, or after a second with a reader that takes nothing more. */
  readonly close: (clock: Clock) => Promise<void>
}

// A reader that falls behind holds up nobody: what does not fit in here is dropped, and counted.
const mostWaitingBytes = 4 * 1024 * 1024

/** Opens the access log: a JSON line for each request. The error is one sentence for the operator. */
export function openAccessLog(place: string, log: Log): Outcome<OpenAccessLog, string> {
  const file = place === standardOutput ? undefined : resolve(place)
  const cannot = file === undefined ? undefined : whyNot(file)
  if (cannot !== undefined) return fail(cannot)
  const destination = pino.destination({ dest: file ?? 1, sync: false, maxLength: mostWaitingBytes, mode: 0o640 })
  let dropped = 0
  destination.on('drop', () => (dropped += 1))
  destination.on('drain', () => {
    if (dropped > 0) log.warn('access lines dropped', { dropped })
    dropped = 0
  })
  destination.on('error', (error: Error) => log.error('access log not written', { because: error.message }))
  const logger = pino({ base: { process: 'edge' } }, destination)
  return ok({
    write: (line) => logger.info(line, 'request'),
    reopen: () => void (file !== undefined && destination.reopen()),
    async close(clock) {
      const given = new AbortController()
      const cancel = clock.after(1000, () => given.abort())
      destination.end()
      // Either it is written now, or `error` has said why not, or nobody takes it: there is nothing else to wait for.
      await once(destination, 'close', { signal: given.signal }).catch(() => undefined)
      cancel()
    },
  })
}

function whyNot(file: string): string | undefined {
  try {
    closeSync(openSync(file, 'a', 0o640))
    return undefined
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return `\`accessLog\` is ${file}, which cannot be written (${why}): set it (--access-log) to a file that this user can write, or to ${standardOutput} for standard output.`
  }
}
