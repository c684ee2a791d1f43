import { fork, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Settings } from '../config/settings.ts'
import { parseWord, type Order, type ProcessName } from '../process/messages.ts'
import type { Child, ChildNews } from './keeper.ts'
import { tellingLine } from './wording.ts'

const bin = fileURLToPath(new URL('../../../bin/holdfast.js', import.meta.url))
const linesKept = 40
// MB of young generation (node --v8-options). With the default of 16 a thousand open replies hold twice the memory, most
// of it garbage that nobody has collected yet, for a few per cent of processor time.
const young = '--max-semi-space-size=8'

/** Starts one of our processes. Its log goes where ours goes; the channel also lets it notice when we are gone. */
export function spawnProcess(name: ProcessName, settings: Settings, news: ChildNews): Child {
  const execArgv = [...process.execArgv, young]
  const child = fork(bin, [name, '--supervised'], { execArgv, stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
  const lastLines = passOnErrors(child)
  child.on('message', (message) => {
    const word = parseWord(message)
    if (word.word === 'ready') news.ready(word.address)
    else news.refused(word.why)
  })
  const ended = once((code: number | null, signal: string | null) => {
    news.ended({ code, signal }, tellingLine(lastLines))
  })
  child.on('exit', ended)
  // It could not even be started: no memory, no process left.
  child.on('error', (error) => {
    lastLines.push(error.message)
    if (child.pid === undefined) ended(null, 'a failed start')
  })
  order(child, { order: 'start', settings })
  return { stop: () => order(child, { order: 'stop' }), kill: () => child.kill('SIGKILL') }
}

/** A process that ended in the meantime cannot be told anything; `exit` says so. */
function order(child: ChildProcess, message: Order): void {
  if (child.connected) child.send(message, () => undefined)
}

function passOnErrors(child: ChildProcess): string[] {
  const lines: string[] = []
  if (child.stderr === null) return lines
  createInterface({ input: child.stderr }).on('line', (line) => {
    process.stderr.write(`${line}\n`)
    lines.push(line)
    if (lines.length > linesKept) lines.shift()
  })
  return lines
}

function once<Args extends readonly unknown[]>(run: (...args: Args) => void): (...args: Args) => void {
  let isDone = false
  return (...args) => {
    if (isDone) return
    isDone = true
    run(...args)
  }
}
