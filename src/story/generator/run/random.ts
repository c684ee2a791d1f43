/**
 * A stream of random numbers that anybody can repeat from its seed: the same in Node, workerd and every browser, for it
 * is made of 32-bit whole numbers alone (sfc32 by Chris Doty-Humphrey; 128 bits of state, passes PractRand).
 */
export class RandomStream {
  #a: number
  #b: number
  #c: number
  #d = 1

  /** `index` tells streams of one seed apart, so that result 7 is the same however many are asked for. */
  constructor([a, b]: Seed, index: number) {
    this.#a = a
    this.#b = b
    this.#c = index | 0
    for (let round = 0; round < 12; round++) this.next()
  }

  /** A number in [0, 1), evenly spread. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0
    this.#d = (this.#d + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }

  /** A whole number from 0 up to and without `count`. */
  below(count: number): number {
    return Math.floor(this.next() * count)
  }
}

export type Seed = readonly [number, number]

/** 64 bits that depend on every character of a text (cyrb53 by bryc, unfolded). */
export function seedFrom(text: string): Seed {
  let low = 0xdeadbeef
  let high = 0x41c6ce57
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    low = Math.imul(low ^ unit, 2_654_435_761)
    high = Math.imul(high ^ unit, 1_597_334_677)
  }
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909)
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  return [low | 0, high | 0]
}
