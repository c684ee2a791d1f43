// `npm run bench -- NAME`: one question of bench/, answered on this machine. Without a name: which there are.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled, Refusal } from './install.js'
import { root, runCommand, runNode } from './node.js'

await runCommand(async () => {
  const [name, ...args] = process.argv.slice(2)
  const names = benches()
  if (name === undefined) {
    console.log(`Benches: ${names.join(', ')}. Run one with "npm run bench -- NAME".`)
    return 0
  }
  if (!names.includes(name)) throw new Refusal(`There is no bench named "${name}". There are: ${names.join(', ')}.`)
  ensureInstalled(root)
  return runNode([join('bench', `${name}.bench.ts`), ...args])
})

function benches() {
  const files = readdirSync(join(root, 'bench')).filter((file) => file.endsWith('.bench.ts'))
  return files.map((file) => file.slice(0, -'.bench.ts'.length)).toSorted()
}
