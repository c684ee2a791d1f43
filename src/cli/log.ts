import { isatty } from 'node:tty'
import { pino } from 'pino'
import type { Log } from '#shared/log.ts'

/** How much is logged, from the most to nothing. */
export const logLevels = ['info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** JSON lines on standard error. Written at once: what a buffer holds is lost with the process it should explain. */
export function logFor(process: string, level: LogLevel | 'auto'): Log {
  const options = { level: levelOf(level), base: { process } }
  const logger = pino(options, pino.destination({ dest: 2, sync: true }))
  return {
    info: (event, fields) => logger.info(fields ?? {}, event),
    warn: (event, fields) => logger.warn(fields ?? {}, event),
    error: (event, fields) => logger.error(fields ?? {}, event),
  }
}

/** A person at a terminal wants to hear of trouble; a file that is kept wants everything. */
export function levelOf(level: LogLevel | 'auto'): LogLevel {
  if (level !== 'auto') return level
  return isatty(2) ? 'warn' : 'info'
}
