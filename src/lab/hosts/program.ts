import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Something that runs on a host of the lab until it is told to end. */
export interface Program {
  readonly pid: number
  /** The first match in what it prints; rejects when it ends without one. */
  readonly prints: (pattern: RegExp) => Promise<RegExpExecArray>
  readonly signal: (signal: NodeJS.Signals) => void
  /** Kills it, and resolves when it has ended. */
  readonly stop: () => Promise<void>
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>
}

/** Whatever is started here is there within a second, and on a machine that is very busy within this. */
const atMostMs = 60_000

/** Starts a command. `ip netns exec` becomes the command itself, so that a signal meets the one that is meant. */
export function startProgram(command: string, args: readonly string[]): Program {
  const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const { pid } = child
  if (pid === undefined) throw new Error(`\`${command}\` could not be started`)
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString()))
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()))
  const ended = new Promise<Awaited<Program['ended']>>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
  return {
    pid,
    async prints(pattern) {
      const late = AbortSignal.timeout(atMostMs)
      const over = ended.then(() => true)
      for (let isOver = false; ;) {
        const found = pattern.exec(stdout)
        if (found !== null) return found
        if (isOver) throw new Error(`\`${args.join(' ')}\` ended without printing ${pattern}: ${stdout}${stderr}`)
        if (late.aborted) throw new Error(`\`${args.join(' ')}\` did not print ${pattern}: ${stdout}${stderr}`)
        const more = once(child.stdout, 'data', { signal: late }).then(
          () => false,
          () => false,
        )
        isOver = await Promise.race([more, over])
      }
    },
    signal: (signal) => void child.kill(signal),
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
    ended,
  }
}
