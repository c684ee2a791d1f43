// Old JavaScript, as in holdfast.js: Node 12 reads it.
import { spawn } from 'child_process'
import { existsSync } from 'fs'
import { constants } from 'os'
import { fileURLToPath } from 'url'

/** @param {string} version as in `process.versions.node` */
export function isNewEnough(version) {
  return Number(version.split('.')[0]) >= 24
}

/** @param {string} version */
export function tooOld(version) {
  return `Holdfast needs Node 24 or newer and this is Node ${version}: run "npm start", which brings its own.`
}

/** The Node of the lockfile; undefined where it is not installed or there is none for this machine. */
export function pinnedNode() {
  const windows = process.platform === 'win32'
  const folder = `node-${windows ? 'win' : process.platform}-${process.arch}`
  const file = windows ? 'node.exe' : 'node'
  const path = fileURLToPath(new URL(`../node_modules/${folder}/bin/${file}`, import.meta.url))
  return existsSync(path) ? path : undefined
}

/**
 * Runs Node in this process's place: same terminal, signals sent on, the answer is its exit code.
 * @param {string} node
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
export function runInstead(node, args) {
  const env = Object.assign({}, process.env, { HOLDFAST_IN_PLACE: '1' })
  const child = spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env })
  // A terminal sends Ctrl-C to every process in it; sent on as well, it would arrive twice and mean "at once".
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGHUP', () => child.kill('SIGHUP'))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(signal === null ? Number(code) : 128 + constants.signals[signal]))
  })
}
