import type { Chance } from '../../src/shared/clock.ts'

/** How many of something that is expected `mean` times, by Poisson. */
export function poissonDraw(chance: Chance, mean: number): number {
  // Beyond this e^-mean comes near to what a double cannot hold; half and half are as good.
  if (mean > 400) return poissonDraw(chance, mean / 2) + poissonDraw(chance, mean / 2)
  const until = Math.exp(-mean)
  let product = chance()
  let count = 0
  while (product > until) {
    product *= chance()
    count += 1
  }
  return count
}

/** A gamma draw of this shape and scale 1, by Marsaglia and Tsang; smaller shapes by Ahrens' boost. */
export function gammaDraw(chance: Chance, shape: number): number {
  if (shape < 1) return gammaDraw(chance, shape + 1) * (1 - chance()) ** (1 / shape)
  const d = shape - 1 / 3
  for (;;) {
    const x = normalDraw(chance)
    const v = (1 + x / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(1 - chance()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

/** By Box and Muller. */
function normalDraw(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())
}
