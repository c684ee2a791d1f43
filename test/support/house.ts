import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const command = new URL('../../bin/holdfast.js', import.meta.url).pathname

export type ProcessName = 'edge' | 'server' | 'status'

/** A real `holdfast up`, with a data folder of its own and ports that the system chose. */
export interface House {
  readonly edge: string
  readonly server: string
  readonly status: string
  readonly dataDir: string
  /** The number of a process, found by its command line as an operator would. Waits until it is there. */
  readonly pidOf: (name: ProcessName) => Promise<number>
  /** SIGKILL, as a crash or the kernel would. Resolves with its number when it is gone. */
  readonly kill: (name: ProcessName) => Promise<number>
  /** Kills a process and keeps it away until `body` is over: whoever would restart it stands still meanwhile. */
  readonly without: (name: ProcessName, body: () => Promise<void>) => Promise<void>
  /** Kills all of it at once, as a power cut does, and starts it anew on the same data. Its addresses are others then. */
  readonly powerCut: () => Promise<void>
  /** What `up` has printed so far. */
  readonly printed: () => readonly string[]
  readonly stop: () => Promise<void>
}

export interface HouseOptions {
  readonly backends?: readonly object[]
  /** Further settings, as variables without their prefix: `SILENCE_MS`. */
  readonly settings?: Readonly<Record<string, string>>
  /** Fills the data folder before anything is started. */
  readonly prepare?: (dataDir: string) => Promise<unknown>
}

export async function openHouse({ backends = [], settings = {}, prepare }: HouseOptions = {}): Promise<House> {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-house-'))
  const variables = {
    DATA_DIR: join(dataDir, 'data'),
    BACKENDS: JSON.stringify(backends),
    LOOK: 'false',
    OPEN: 'false',
    ...settings,
  }
  await prepare?.(variables.DATA_DIR)
  const named = Object.fromEntries(Object.entries(variables).map(([name, value]) => [`HOLDFAST_${name}`, value]))
  const ports = ['--edge-port', '0', '--server-port', '0', '--status-port', '0']
  const lines: string[] = []
  const start = (): ChildProcess => {
    const started = spawn(process.execPath, [command, 'up', ...ports], {
      cwd: dataDir,
      env: { ...process.env, ...named },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    createInterface({ input: started.stderr }).on('line', (line) => {
      if (process.env['SHOW_LOGS'] !== undefined) process.stderr.write(`${line}\n`)
      // What it logs is JSON; the rest is what an operator is told.
      if (!line.startsWith('{')) lines.push(line)
    })
    return started
  }
  let up = start()
  let addresses = await addressesOf(up, lines)
  async function kill(name: ProcessName): Promise<number> {
    const pid = await childNamed(pidOf(up), name)
    process.kill(pid, 'SIGKILL')
    await until(() => !childrenOf(pidOf(up)).some((child) => child.pid === pid))
    return pid
  }

  return {
    get edge() {
      return addresses.edge
    },
    get server() {
      return addresses.server
    },
    get status() {
      return addresses.status
    },
    dataDir: variables.DATA_DIR,
    pidOf: (name) => childNamed(pidOf(up), name),
    kill,
    async without(name, body) {
      // One that was just killed must be back: nobody would start it while `up` stands still.
      await childNamed(pidOf(up), name)
      up.kill('SIGSTOP')
      try {
        await kill(name)
        await body()
      } finally {
        up.kill('SIGCONT')
      }
    },
    async powerCut() {
      const gone = once(up, 'exit')
      const children = childrenOf(pidOf(up))
      up.kill('SIGKILL')
      for (const { pid } of children) killIfThere(pid)
      await gone
      // A killed process may take a while to let go of its files, and nothing outlives a power cut.
      for (const { pid } of children) await until(() => statusOf(pid) === undefined)
      up = start()
      addresses = await addressesOf(up, lines)
    },
    printed: () => lines,
    async stop() {
      if (up.exitCode === null && up.signalCode === null) {
        up.kill('SIGTERM')
        await once(up, 'exit')
      }
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Waits until the answer is there: looks again and again, never sleeps for a fixed time and hopes. */
export async function until<T>(look: () => Promise<T> | T): Promise<NonNullable<T>> {
  for (;;) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Resolves when edge and server answer: what a test before has killed may be on its way back. */
export async function isThere({ edge }: Pick<House, 'edge'>): Promise<void> {
  await until(async () => (await fetch(`${edge}/__edge/ready/origin`).catch(() => null))?.status === 204)
}

/** What `up` prints when all is ready: a line for each process with its address. */
async function addressesOf(up: ChildProcess, lines: string[]): Promise<Record<ProcessName, string>> {
  const found = new Map<string, string>()
  if (up.stdout === null) throw new Error('up has no output')
  const reader = createInterface({ input: up.stdout })
  await new Promise<void>((resolve, reject) => {
    reader.on('line', (line) => {
      lines.push(line)
      const [, name, address] = /^(edge|server|status) +(http:\S+)$/.exec(line) ?? []
      if (name !== undefined && address !== undefined) found.set(name, address)
      if (found.size === 3) resolve()
    })
    up.once('exit', (code) => reject(new Error(`up ended with ${code}: ${lines.join('\n')}`)))
  })
  return { edge: found.get('edge') ?? '', server: found.get('server') ?? '', status: found.get('status') ?? '' }
}

interface Child {
  readonly pid: number
  readonly commandLine: string
}

function childNamed(parent: number, name: ProcessName): Promise<number> {
  return until(() => childrenOf(parent).find(({ commandLine }) => commandLine.includes(`holdfast.js ${name} `))?.pid)
}

/** The living children of a process, read from proc(5); at once, since those files are no disk's. */
function childrenOf(parent: number): readonly Child[] {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))
  return pids
    .filter((pid) => statusOf(pid)?.parent === parent)
    .map((pid) => ({ pid: Number(pid), commandLine: `${(readProc(pid, 'cmdline') ?? '').replaceAll('\0', ' ')} ` }))
}

/** Undefined: it has ended, though perhaps nobody has asked after it yet. */
function statusOf(pid: number | string): { readonly parent: number } | undefined {
  const stat = readProc(pid, 'stat')
  const [state, parent] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? []
  return state === undefined || state === 'Z' ? undefined : { parent: Number(parent) }
}

/** Undefined of a process that has ended. */
function readProc(pid: number | string, file: 'stat' | 'cmdline'): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return
    throw error
  }
}

/** A child of a process that was killed may have ended by itself. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the process was not started')
  return child.pid
}
