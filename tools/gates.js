import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ourNode, root } from './node.js'

/**
 * @typedef {object} Gate
 * @property {string} name
 * @property {readonly string[]} command a program for Node and its arguments
 */
/** @typedef {{ readonly passed: boolean, readonly words: string, readonly tookMs: number }} Passage */

/** @type {readonly Gate[]} */
export const gates = [
  // Each area's project names the areas it may import: another one's file does not compile.
  { name: 'types', command: [ofPackage('typescript/bin/tsc'), '-b', '--pretty', 'false'] },
  // Boundaries once more: what compiles and still is not meant to be imported.
  { name: 'lint', command: [ofPackage('oxlint/bin/oxlint'), '--format', 'unix'] },
  { name: 'format', command: [ofPackage('oxfmt/bin/oxfmt'), '--check'] },
  { name: 'dead-code', command: [ofPackage('knip/bin/knip.js'), '--no-progress'] },
  { name: 'tracked-text', command: [join(root, 'tools', 'tracked-text.js')] },
]

/** @param {string} path */
function ofPackage(path) {
  return join(root, 'node_modules', path)
}

/**
 * @param {Gate} gate
 * @param {string} folder
 * @returns {Promise<Passage>}
 */
export function runGate({ command }, folder) {
  const startedAt = performance.now()
  const child = spawn(ourNode(), command, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let words = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (words += text))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      resolve({ passed: code === 0, words: words.trimEnd(), tookMs: Math.round(performance.now() - startedAt) })
    })
  })
}
