import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** A process that is measured. */
export interface Measured {
  readonly pid: number
  readonly address: string
}

/** A process that we started. */
export interface Program extends Measured {
  readonly stop: () => Promise<void>
}

/** Starts a program with this Node and waits for the address in what it prints. */
export async function startProgram(args: readonly string[]): Promise<Program> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const address = await addressOf(child)
  if (child.pid === undefined) throw new Error(`${args.join(' ')} was not started`)
  return { pid: child.pid, address, stop: () => stop(child) }
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the program has no output')
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /http:\/\/[\w.:]+/.exec(line)?.[0]
    if (address !== undefined) return address
  }
  throw new Error('the program ended without an address')
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

/**
 * Processor time of a process so far, user and system, in microseconds, of all threads that it has now (proc_schedstat: the
 * first number is nanoseconds on a processor; the stat file counts in hundredths of a second).
 */
export function cpuMicros({ pid }: Measured): number {
  const threads = readdirSync(`/proc/${pid}/task`)
  const times = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
  return times.reduce((sum, time) => sum + Number(time), 0) / 1000
}

/** Resident memory in MB (proc(5), VmRSS). */
export function residentMb({ pid }: Measured): number {
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kb) / 1024
}
