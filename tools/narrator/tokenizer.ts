// Learns the vocabulary from corpus.txt and encodes it: node tools/narrator/tokenizer.ts
// Writes vocab.json and tokens.bin (uint16, little endian) into the current folder.
import { readFileSync, writeFileSync } from 'node:fs'
import { encoder, learnVocabulary } from './vocabulary.ts'

const vocabularySize = 1024
const learnFrom = 6000 // stories; more change nothing with this grammar

const stories = readFileSync('corpus.txt', 'utf8').split('\0')
const vocabulary = learnVocabulary(stories.slice(0, learnFrom), vocabularySize)
const tokens = Uint16Array.from(stories.flatMap(encoder(vocabulary)))

writeFileSync('vocab.json', JSON.stringify(vocabulary))
writeFileSync('tokens.bin', tokens)
console.log(`${stories.length} stories, ${tokens.length} tokens, ${vocabulary.pieces.length} pieces`)
