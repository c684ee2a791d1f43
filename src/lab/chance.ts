import type { Chance } from '#shared/clock.ts'

/** Mulberry32: the same numbers for the same words, on every machine. */
export function seededChance(...words: readonly (string | number)[]): Chance {
  let state = 2_166_136_261
  // FNV-1a over the words.
  for (const character of words.join(' ')) state = Math.imul(state ^ character.charCodeAt(0), 16_777_619)
  return function next() {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function oneOf<T>(chance: Chance, first: T, ...others: readonly T[]): T {
  return [first, ...others][Math.floor(chance() * (others.length + 1))] ?? first
}
