import type { Writable } from 'node:stream'

/**
 * Resolves when what was printed has gone on to whoever reads it, or nobody reads any more. A process that exits takes with it
 * what still waits: where the other end is no file and no terminal, printing is not over when it returns
 * (https://nodejs.org/api/process.html#a-note-on-process-io).
 */
export function printed(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve())
  })
}
