import { buildEdgeWorker } from './edge-worker.js'
import { ensureInstalled } from './install.js'
import { root, runCommand } from './node.js'

await runCommand(async () => {
  ensureInstalled(root)
  console.log(`The edge for Workers is in ${await buildEdgeWorker()}: see docs/operations/edge-on-workers.md.`)
  return 0
})
