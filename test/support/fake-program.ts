import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Change } from '../fixtures/fake-backend/behaviour.ts'

const program = new URL('../fixtures/fake-backend/main.ts', import.meta.url).pathname

/** The fake back end as a process of its own, so that it can be killed. */
export interface FakeProgram {
  readonly address: string
  readonly port: number
  /** Lets it stand still in the middle of a word, with every connection open, until `goOn`. */
  readonly standStill: () => void
  readonly goOn: () => void
  /** SIGKILL. Resolves when it is gone. */
  readonly kill: () => Promise<void>
}

/** `firstCall` keeps the marks of one program apart from those of the next on the same port. */
export async function startFake(behaviour: Change, port = 0, firstCall = 1): Promise<FakeProgram> {
  const args = ['--port', String(port), '--behaviour', JSON.stringify(behaviour), '--first-call', String(firstCall)]
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [address] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the fake back end ended with ${code}`))),
  ])
  return {
    address: String(address),
    port: Number(new URL(String(address)).port),
    standStill: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
