const hour = 60
const day = 24 * hour

/** The only lengths of time that are said of the future: finer ones would promise what nobody knows. */
const steps: readonly (readonly [min: number, says: string])[] = [
  [5, '5 min'],
  [10, '10 min'],
  [15, '15 min'],
  [20, '20 min'],
  [30, '30 min'],
  [45, '45 min'],
  [hour, '1 h'],
  [1.5 * hour, '1½ h'],
  [2 * hour, '2 h'],
  [3 * hour, '3 h'],
  [4 * hour, '4 h'],
  [5 * hour, '5 h'],
  [6 * hour, '6 h'],
  [8 * hour, '8 h'],
  [10 * hour, '10 h'],
  [12 * hour, '12 h'],
  [18 * hour, '18 h'],
  [day, '1 day'],
  [1.5 * day, '1½ days'],
  [2 * day, '2 days'],
  [3 * day, '3 days'],
  [4 * day, '4 days'],
  [7 * day, '1 week'],
  [14 * day, '2 weeks'],
  [30 * day, '1 month'],
]

const [first = 0, last = 0] = [steps.at(0)?.[0], steps.at(-1)?.[0]]

/** A range as people say it: "20 min to 5 h". Its ends never meet. */
export function humanRange(fromMin: number, toMin: number): string {
  const to = nearest(toMin)
  const from = Math.min(nearest(fromMin), to - 1)
  if (to <= 0) return `${saysOf(0)} or less`
  if (to < steps.length) return `${from < 0 ? 'a few minutes' : saysOf(from)} to ${saysOf(to)}`
  return from < steps.length - 1
    ? `${saysOf(from)} to more than ${saysOf(steps.length - 1)}`
    : `${saysOf(from)} or longer`
}

/** One length of time, for a bound that has its odds. */
export function humanLength(min: number): string {
  return saysOf(Math.min(nearest(min), steps.length - 1))
}

/** How long something has lasted. It was measured, and is said to the minute. */
export function measuredLength(min: number): string {
  if (min < 1) return 'less than a minute'
  const [hours, minutes] = [Math.floor(min / hour), Math.floor(min % hour)]
  if (hours < 2) return `${Math.floor(min)} min`
  return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`
}

/** The index of the step nearest by ratio: -1 below all of them, their number above. */
function nearest(min: number): number {
  if (min < first / Math.SQRT2) return -1
  if (min > last * Math.SQRT2) return steps.length
  const ratios = steps.map(([step]) => Math.abs(Math.log(step / min)))
  return ratios.indexOf(Math.min(...ratios))
}

function saysOf(step: number): string {
  return steps[step]?.[1] ?? 'a few minutes'
}
