// A model of a given shape with random weights: it talks nonsense at exactly the speed and memory of a real one.
//   node tools/narrator/random-gguf.ts out.gguf width hidden layers heads keyHeads pieces context
//   135 M weights: 576 1536 30 9 3 49152 2048        360 M: 960 2560 32 15 5 49152 2048
import { statSync } from 'node:fs'
import { writeRandomModel } from './random-model.ts'

const [path, ...numbers] = process.argv.slice(2)
const [width, hidden, layers, heads, keyHeads, pieces, contextTokens] = numbers.map(Number)
if (
  path === undefined ||
  width === undefined ||
  hidden === undefined ||
  layers === undefined ||
  heads === undefined ||
  keyHeads === undefined ||
  pieces === undefined ||
  contextTokens === undefined
) {
  throw new Error('usage: random-gguf.ts out.gguf width hidden layers heads keyHeads pieces context')
}
writeRandomModel(path, { width, hidden, layers, heads, keyHeads, pieces }, contextTokens)
console.log(`${path}: ${statSync(path).size} bytes`)
