/**
 * A sampler's chance cannot be saved, but it can be set anew: every chunk of a reply is drawn with a seed of its own,
 * made from the reply's seed and the chunk's number. So each chunk's start is a place where the reply can be gone on
 * with exactly.
 */
export const chunkTokens = 8

/** The seed of the chunk that the token at `position` belongs to (murmur3's finalizer over both numbers). */
export function chunkSeed(replySeed: number, position: number): number {
  let hash = (replySeed ^ Math.imul(chunkOf(position) + 1, 0x9e3779b1)) >>> 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Where the chunk after the one of `position` begins. */
export function nextChunkStart(position: number): number {
  return (chunkOf(position) + 1) * chunkTokens
}

/**
 * Where to begin again so that at least one token that is known is drawn a second time: only then does the check that
 * they are the same check anything.
 */
export function replayStart(knownTokens: number): number {
  return knownTokens === 0 ? 0 : chunkOf(knownTokens - 1) * chunkTokens
}

function chunkOf(position: number): number {
  return Math.floor(position / chunkTokens)
}
