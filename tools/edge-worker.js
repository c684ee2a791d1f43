// Runs on Node 20 with nothing installed.
import { join } from 'node:path'
import { buildWithVite } from './built.js'
import { root } from './node.js'

/** Builds the edge for Workers, with an example of what Wrangler is to be told, and answers the folder. */
export async function buildEdgeWorker() {
  await buildWithVite({
    name: 'the edge for Workers',
    stamp: 'worker.stamp',
    config: 'tools/edge-worker.config.ts',
    sources: [
      'src/edge',
      'src/protocol',
      'src/shared',
      'tools/edge-worker.config.ts',
      'package.json',
      'package-lock.json',
    ],
  })
  return join(root, 'dist', 'worker')
}
