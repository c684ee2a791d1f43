import { isatty } from 'node:tty'

/** One line on standard error that is written over; where nobody watches it is not written at all. */
export interface Progress {
  readonly tell: (line: string) => void
  readonly clear: () => void
}

export function progressLine(): Progress {
  const isWatched = isatty(2)
  const write = (text: string): void => void (isWatched && process.stderr.write(`\r\u001b[K${text}`))
  return { tell: write, clear: () => write('') }
}
