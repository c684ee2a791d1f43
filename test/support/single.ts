import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const command = new URL('../../bin/holdfast.js', import.meta.url).pathname

/** One process of Holdfast, run alone. */
export interface Single {
  readonly address: string
  readonly process: ChildProcess
  /** Every line of its log so far. */
  readonly log: () => readonly string[]
  readonly signal: (name: NodeJS.Signals) => void
  readonly exited: Promise<number | null>
}

/** Starts `holdfast NAME …` and waits until it says where it listens. */
export async function startSingle(
  name: 'edge' | 'server' | 'status',
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Single> {
  const named = Object.fromEntries(Object.entries(settings).map(([key, value]) => [`HOLDFAST_${key}`, value]))
  const child = spawn(process.execPath, [command, name, ...args], {
    env: { ...process.env, HOLDFAST_LOG_LEVEL: 'info', ...named },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => void log.push(line))
  const exited = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null))
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /http:\S+/.exec(line)?.[0]
      if (found !== undefined) resolve(found)
    })
    void exited.then((code) => reject(new Error(`holdfast ${name} ended with ${code}: ${log.join('\n')}`)))
  })
  return { address, process: child, log: () => log, signal: (signal) => void child.kill(signal), exited }
}
