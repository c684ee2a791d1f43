// Writes practice stories in ChatML, one NUL between two: node tools/narrator/corpus.ts 60000 7 > corpus.txt
// Same count and seed, same bytes.
import { seededChance } from '#shared/ids.ts'
import { tellStory } from './grammar.ts'

const [count, seed] = process.argv.slice(2).map(Number)
const chance = seededChance(seed ?? 1)

const stories = Array.from({ length: count ?? 1000 }, () =>
  tellStory(chance)
    .map(({ asked, told }) => inChatMl('user', asked) + inChatMl('assistant', told.join(' ')))
    .join(''),
)
process.stdout.write(stories.join('\0'))

function inChatMl(role: string, text: string): string {
  return `<|im_start|>${role}\n${text}<|im_end|>\n`
}
