const units = ['KB', 'MB', 'GB'] as const

/** A size as a person would say it. */
export function sizeWords(sizeBytes: number): string {
  if (sizeBytes < 1_000) return sizeBytes === 1 ? 'one byte' : `${sizeBytes} bytes`
  let size = sizeBytes / 1_000
  let unit = 0
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1_000
    unit++
  }
  return `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`
}

/** A number of things as a person would say it. */
export function count(howMany: number, one: string, many: string = `${one}s`): string {
  return howMany === 1 ? `one ${one}` : `${howMany.toLocaleString('en')} ${many}`
}
