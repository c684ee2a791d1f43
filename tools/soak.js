// `npm run soak`: the outage suites with as many kills as it takes to trust them. KILLS sets another number.
import { ensureInstalled } from './install.js'
import { root, runCommand, runNode } from './node.js'
import { buildWebApp } from './web-app.js'

await runCommand(async () => {
  ensureInstalled(root)
  await buildWebApp()
  const env = { KILLS: '1000', ...process.env }
  // No time limit: it takes as long as it takes.
  return runNode(
    ['node_modules/vitest/vitest.mjs', 'run', 'test/outage', '--testTimeout=0', ...process.argv.slice(2)],
    env,
  )
})
