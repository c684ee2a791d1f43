// `npm test`, also on Node 20 with nothing installed. What follows `--` goes to vitest: paths, -t.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildEdgeWorker } from './edge-worker.js'
import { ensureInstalled, Refusal } from './install.js'
import { root, runCommand, runNode } from './node.js'
import { provideParts } from './system-parts.js'
import { closingLine, nothingRan } from './tally.js'
import { buildWebApp } from './web-app.js'

await runCommand(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-test-'))
  try {
    const tally = await runTests(join(folder, 'tally.json'), process.argv.slice(2))
    console.log(closingLine(tally))
    return tally.failed === 0 ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/**
 * @param {string} tallyFile
 * @param {readonly string[]} args
 * @returns {Promise<import('./tally.js').Tally>}
 */
async function runTests(tallyFile, args) {
  try {
    ensureInstalled(root)
    const parts = provideParts(args.filter((arg) => !arg.startsWith('-')))
    await buildWebApp()
    await buildEdgeWorker()
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const code = await runNode([vitest, 'run', ...args], { ...process.env, ...parts, TEST_TALLY: tallyFile })
    return tallyOf(tallyFile, code)
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    console.error(fault.message)
    return nothingRan
  }
}

/**
 * What vitest counted. It may also end badly before it counted anything, or after it counted all.
 * @param {string} tallyFile
 * @param {number} code
 * @returns {import('./tally.js').Tally}
 */
function tallyOf(tallyFile, code) {
  if (!existsSync(tallyFile)) return nothingRan
  const tally = JSON.parse(readFileSync(tallyFile, 'utf8'))
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
}
