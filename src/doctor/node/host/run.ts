import { execFile } from 'node:child_process'

const mostBytes = 16_000_000
const atMostMs = 5000

/** What a command of the system prints; undefined where there is none, or it may not be asked. Nothing is run in a shell. */
export function printedBy(command: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(command, [...args], { maxBuffer: mostBytes, timeout: atMostMs }, (error, stdout) => {
      resolve(error === null ? stdout : undefined)
    })
  })
}
