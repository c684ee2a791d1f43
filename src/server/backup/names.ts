const shape = /^holdfast-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z$/

/** The name of a backup: when it was made, to the millisecond, without characters that a file's name cannot have. */
export function nameAt(now: number): string {
  return `holdfast-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`
}

/** When a backup of this name was made; undefined when it is not a name of ours. */
export function momentOf(name: string): number | undefined {
  const [, day, hours, minutes, seconds, ms] = shape.exec(name) ?? []
  const moment = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${ms}Z`)
  return Number.isNaN(moment) ? undefined : moment
}

const packedEnding = '.db.zst'
const manifestEnding = '.json'

export function packedOf(name: string): string {
  return name + packedEnding
}

export function manifestOf(name: string): string {
  return name + manifestEnding
}

/** The name that a backup's file has without its ending; undefined for every other file. */
export function nameIn(file: string): string | undefined {
  const ending = [packedEnding, manifestEnding].find((one) => file.endsWith(one))
  const name = ending === undefined ? file : file.slice(0, -ending.length)
  return momentOf(name) === undefined ? undefined : name
}
