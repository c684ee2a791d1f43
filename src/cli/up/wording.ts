import { clip } from '#shared/text.ts'

/** How a process ended. */
export interface Ending {
  readonly code: number | null
  readonly signal: string | null
}

export interface DeathFacts {
  readonly name: string
  readonly how: Ending
  readonly lastedMs: number
  readonly inARow: number
  readonly delayMs: number
  readonly lastWords: string
}

/** One line for one death: how, after how long, what happens now, and, when it keeps dying, what it said last. */
export function deathNotice({ name, how, lastedMs, inARow, delayMs, lastWords }: DeathFacts): string {
  const manner = how.signal === null ? `ended with exit code ${how.code}` : `was ended by ${how.signal}`
  const often = inARow < 2 ? '' : `, ${inARow} times in a row now`
  const next = delayMs === 0 ? 'starting it again now' : `starting it again in ${seconds(delayMs)}`
  const said = inARow < 2 || lastWords === '' ? '' : ` It last said: ${clip(lastWords, 200)}`
  return `${name} ${manner} after ${seconds(lastedMs)}${often}; ${next}.${said}`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

/**
 * The line of a process's last output that says most: that of the error, where there is one. A stack trace ends with
 * Node's version, which explains nothing.
 */
export function tellingLine(lines: readonly string[]): string {
  const spoken = lines.filter((line) => line.trim() !== '' && !/^\s/.test(line) && !line.startsWith('Node.js v'))
  return spoken.findLast((line) => /error/i.test(line)) ?? spoken.at(-1) ?? ''
}
