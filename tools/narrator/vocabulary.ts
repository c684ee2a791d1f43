/**
 * A byte-pair vocabulary of llama.cpp's `llama` (SentencePiece) kind: a piece's score is minus the rank of its merge, so
 * that the engine joins pieces in the order in which they were learnt.
 */
export interface Vocabulary {
  readonly pieces: readonly string[]
  readonly scores: readonly number[]
  readonly types: readonly number[]
}

/** GGUF's numbers. */
const pieceTypes = { normal: 1, unknown: 2, control: 3, byte: 6 } as const

export const beginId = 1
export const endId = 2
const firstByteId = 3
const firstMarkerId = firstByteId + 256
const firstCharacterId = firstMarkerId + 2
const markers = ['<|im_start|>', '<|im_end|>']
const space = '\u2581'
const alphabet = `abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:!?'"-()\n${space}`

/** Far below every merge: characters are what is left when nothing can be joined. */
const characterScore = -1e6

/** The 256 byte pieces: without them llama.cpp aborts the process at the first character that it does not know. */
export const bytePieces: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
)

/** Learns the `size` pieces that say these texts in the fewest tokens, joining the commonest pair again and again. */
export function learnVocabulary(texts: readonly string[], size: number): Vocabulary {
  const words = countWords(texts)
  const characters = new Set([...alphabet, ...words.flatMap((word) => word.parts)])
  const pieces = ['<unk>', '<s>', '</s>', ...bytePieces, ...markers, ...characters]
  const firstMergeId = pieces.length
  while (pieces.length < size) {
    const pair = commonestPair(words)
    if (pair === undefined) break
    for (const word of words) word.parts = join(word.parts, pair)
    const piece = pair.join('')
    if (!pieces.includes(piece)) pieces.push(piece)
  }
  return {
    pieces,
    scores: pieces.map((_, id) => scoreOf(id, firstMergeId)),
    types: pieces.map((_, id) => typeOf(id)),
  }
}

/** Turns texts into the ids of their pieces. */
export function encoder({ pieces, scores }: Vocabulary): (text: string) => readonly number[] {
  const ids = new Map(pieces.map((piece, id) => [piece, id]))
  const scoreOfPiece = (piece: string): number => scores[ids.get(piece) ?? -1] ?? characterScore
  const known = new Map<string, readonly number[]>() // the same words come back all the time

  function encodeWord(word: string): readonly number[] {
    const parts = [...word]
    for (let at = bestPair(parts, scoreOfPiece); at >= 0; at = bestPair(parts, scoreOfPiece)) {
      parts.splice(at, 2, parts.slice(at, at + 2).join(''))
    }
    return parts.flatMap((part) => ids.get(part) ?? [...Buffer.from(part)].map((byte) => firstByteId + byte))
  }

  function encodePart(part: string): readonly number[] {
    const marker = markers.indexOf(part)
    if (marker >= 0) return [firstMarkerId + marker]
    return wordsOf(part).flatMap((word) => {
      const encoded = known.get(word) ?? encodeWord(word)
      known.set(word, encoded)
      return encoded
    })
  }

  return (text) => [beginId, ...partsOf(text).flatMap(encodePart), endId]
}

interface CountedWord {
  parts: string[]
  readonly count: number
}

function countWords(texts: readonly string[]): readonly CountedWord[] {
  const counts = new Map<string, number>()
  for (const part of texts.flatMap(partsOf)) {
    if (markers.includes(part)) continue
    for (const word of wordsOf(part)) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return [...counts].map(([word, count]) => ({ parts: [...word], count }))
}

/** The text in front of, between and after the markers, and the markers. */
function partsOf(text: string): readonly string[] {
  return text.split(/(<\|im_start\|>|<\|im_end\|>)/).filter((part) => part !== '')
}

function wordsOf(text: string): readonly string[] {
  return text.replaceAll(' ', space).match(/\n|\u2581?[^\u2581\n]+|\u2581/g) ?? []
}

function commonestPair(words: readonly CountedWord[]): readonly string[] | undefined {
  const counts = new Map<string, number>()
  for (const { parts, count } of words) {
    for (let at = 0; at + 1 < parts.length; at++) {
      const pair = `${parts[at]}\u0001${parts[at + 1]}`
      counts.set(pair, (counts.get(pair) ?? 0) + count)
    }
  }
  let best: string | undefined
  let bestCount = 1 // a pair seen once teaches nothing
  for (const [pair, count] of counts) if (count > bestCount) [best, bestCount] = [pair, count]
  return best?.split('\u0001')
}

function join(parts: readonly string[], [left, right]: readonly string[]): string[] {
  const joined: string[] = []
  for (let at = 0; at < parts.length; at++) {
    const isPair = parts[at] === left && parts[at + 1] === right
    joined.push(isPair ? `${left}${right}` : (parts[at] ?? ''))
    if (isPair) at++
  }
  return joined
}

/** Where the two neighbours stand that were joined first when the vocabulary was learnt; -1 when none can be joined. */
function bestPair(parts: readonly string[], scoreOfPiece: (piece: string) => number): number {
  let bestAt = -1
  let bestScore = characterScore
  for (let at = 0; at + 1 < parts.length; at++) {
    const score = scoreOfPiece(parts.slice(at, at + 2).join(''))
    if (score > bestScore) [bestAt, bestScore] = [at, score]
  }
  return bestAt
}

function scoreOf(id: number, firstMergeId: number): number {
  if (id >= firstMergeId) return firstMergeId - id
  return id >= firstCharacterId ? characterScore : 0
}

function typeOf(id: number): number {
  if (id === 0) return pieceTypes.unknown
  if (id < firstByteId) return pieceTypes.control
  if (id < firstMarkerId) return pieceTypes.byte
  return id < firstCharacterId ? pieceTypes.control : pieceTypes.normal
}
