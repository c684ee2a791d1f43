import { ensureInstalled } from './install.js'
import { root, runCommand } from './node.js'
import { buildWebApp } from './web-app.js'

await runCommand(async () => {
  ensureInstalled(root)
  await buildWebApp()
  return 0
})
