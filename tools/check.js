// `npm run check`: all that can be said about the code without running it. Names after `--` choose gates.
// Runs on Node 20 with nothing installed.
import { gates, runGate } from './gates.js'
import { ensureInstalled, Refusal } from './install.js'
import { root, runCommand } from './node.js'

await runCommand(async () => {
  const chosen = choose(process.argv.slice(2))
  ensureInstalled(root)
  const passed = await Promise.all(chosen.map(pass))
  const failed = chosen.filter((_, index) => !passed[index]).map((gate) => gate.name)
  console.log(failed.length === 0 ? 'The check passed.' : `The check failed: ${failed.join(', ')}.`)
  return failed.length === 0 ? 0 : 1
})

/** @param {readonly string[]} names */
function choose(names) {
  const known = gates.map((gate) => gate.name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new Refusal(`There is no gate named "${unknown}". There are: ${known.join(', ')}.`)
  return gates.filter((gate) => names.length === 0 || names.includes(gate.name))
}

/**
 * Gates run side by side; each one's words are printed together when it is through.
 * @param {import('./gates.js').Gate} gate
 */
async function pass(gate) {
  const { passed, words, tookMs } = await runGate(gate, root)
  if (!passed) console.log(words)
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${gate.name} (${tookMs} ms)`)
  return passed
}
