// Runs on Node 20 with nothing installed.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { isNewEnough, pinnedNode, tooOld } from '../bin/node-version.js'
import { Refusal } from './install.js'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** The Node everything runs on: the pinned one, or this one where the system has no pin and it is new enough. */
export function ourNode() {
  const pinned = pinnedNode()
  if (pinned !== undefined) return pinned
  if (isNewEnough(process.versions.node)) return process.execPath
  throw new Refusal(noPin(process.versions.node))
}

/** @param {string} version */
function noPin(version) {
  const machine = `${process.platform} on ${process.arch}`
  return `${tooOld(version).split(':')[0]}, and there is none to bring along for ${machine}: install Node 24.`
}

/**
 * Runs a Node program on this terminal and answers its exit code. Signals end it first, then us.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>}
 */
export function runNode(args, env = process.env) {
  const child = spawn(ourNode(), args, { cwd: root, stdio: 'inherit', env })
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/**
 * Runs a command of ours: its exit code is the process's, and a refusal is one sentence.
 * @param {() => Promise<number>} command
 */
export async function runCommand(command) {
  stopWhenAbandoned()
  try {
    process.exitCode = await command()
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    console.error(fault.message)
    process.exitCode = 2
  }
}

/** A signal to npm ends the shell between npm and us, and nobody tells us: only our parent's id changes. */
function stopWhenAbandoned() {
  const startedBy = process.ppid
  const look = setInterval(() => {
    if (process.ppid === startedBy) return
    clearInterval(look)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  look.unref()
}
