// `npm run lab`: every fault of the lab with five seeds. What follows `--` goes to `holdfast lab run`.
import { ensureInstalled } from './install.js'
import { root, runCommand, runNode } from './node.js'

await runCommand(async () => {
  ensureInstalled(root)
  return runNode(['bin/holdfast.js', 'lab', 'run', ...process.argv.slice(2)])
})
