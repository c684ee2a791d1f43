// `npm run docs`: writes the pages of docs that are made from the code. Their tests compare them, and write them here.
import { ensureInstalled } from './install.js'
import { root, runCommand, runNode } from './node.js'

const published = ['src/cli/config/published.test.ts', 'tools/faults-page.test.ts', 'tools/causes-pages.test.ts']

await runCommand(async () => {
  ensureInstalled(root)
  return runNode(['node_modules/vitest/vitest.mjs', 'run', ...published, '--update'])
})
