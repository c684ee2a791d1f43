// `npm start`, also on Node 20 with nothing installed. What follows `--` goes to `holdfast up`.
import { join } from 'node:path'
import { runInstead } from '../bin/node-version.js'
import { ensureInstalled } from './install.js'
import { ourNode, root, runCommand } from './node.js'
import { buildWebApp } from './web-app.js'

await runCommand(async () => {
  ensureInstalled(root)
  await buildWebApp()
  return runInstead(ourNode(), [join(root, 'bin', 'holdfast.js'), 'up', ...process.argv.slice(2)])
})
