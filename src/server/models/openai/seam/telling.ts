/**
 * Whether a text is long and varied enough that writing it twice is a repetition and no chance: "ha ha ha ha" is a
 * laugh. Four different words, or twelve different characters where no spaces are written.
 */
export function isTelling(text: string): boolean {
  const words = text.split(/\s+/).filter((word) => word !== '')
  return new Set(words).size >= 4 || words.some((word) => new Set(word).size >= 12)
}

/** How many characters two texts have in common at their beginning. */
export function commonLength(one: string, other: string): number {
  const most = Math.min(one.length, other.length)
  let length = 0
  while (length < most && one[length] === other[length]) length++
  return length
}
