/** Beyond this many standard deviations the series below cancels; the continued fraction is exact from here on. */
const far = 3

/** The logarithm of P(Z > z) for a standard normal Z. A logarithm, because the tail itself is 0 in a double from z = 39 on. */
export function logUpperTail(z: number): number {
  if (z === Number.NEGATIVE_INFINITY) return 0
  if (z > far) return logDensity(z) + Math.log(millsRatio(z))
  return Math.log1p(-lowerTail(z))
}

/** The logarithm of the standard normal density. */
export function logDensity(z: number): number {
  return -0.5 * (z * z + Math.log(2 * Math.PI))
}

/** density / P(Z > z): how far above z, on average, that lies which is above z. */
export function hazard(z: number): number {
  return z > far ? 1 / millsRatio(z) : Math.exp(logDensity(z) - logUpperTail(z))
}

function lowerTail(z: number): number {
  if (z < -far) return Math.exp(logUpperTail(-z))
  let term = z
  let sum = z
  for (let odd = 3; Math.abs(term) > 1e-17; odd += 2) {
    term *= (z * z) / odd
    sum += term
  }
  return 0.5 + Math.exp(logDensity(z)) * sum
}

/** P(Z > z) / density for z > 3, as Laplace's continued fraction 1/(z+ 1/(z+ 2/(z+ 3/(z+ …)))). */
function millsRatio(z: number): number {
  let rest = z
  for (let level = 50; level >= 1; level--) rest = z + level / rest
  return 1 / rest
}
