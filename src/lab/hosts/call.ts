import { execFile } from 'node:child_process'

/** Long enough for a machine that is busy; a command of the lab's takes milliseconds. */
const atMostMs = 60_000

/** What a command printed. It throws, with what the command complained of, when it ends badly. Nothing is run in a shell. */
export function call(command: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, [...args], { timeout: atMostMs }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`\`${[command, ...args].join(' ')}\` did not work: ${stderr.trim() || error.message}`))
    })
    // One that ends before it has read everything says by its code what was wrong.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}
