// `npm run soak`: the outage suites with as many kills as it takes to trust them, and as many walks of someone who writes
// while everything breaks. KILLS and RUNS set other numbers, SEED repeats a run.
import { ensureInstalled } from './install.js'
import { root, runCommand, runNode } from './node.js'
import { buildWebApp } from './web-app.js'

await runCommand(async () => {
  ensureInstalled(root)
  await buildWebApp()
  const seed = Math.floor(Math.random() * 2 ** 31)
  const env = { KILLS: '1000', RUNS: '50', SEED: String(seed), ...process.env }
  // No time limit: it takes as long as it takes.
  const suites = ['test/outage', 'test/browser/pull-the-plug.test.ts']
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...suites, '--testTimeout=0']
  return runNode([...vitest, ...process.argv.slice(2)], env)
})
