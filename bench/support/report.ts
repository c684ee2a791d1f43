import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import { join } from 'node:path'

const folder = new URL('../results/', import.meta.url).pathname

export interface Row {
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly goal?: string
}

/** Prints the rows and keeps them with the command that made them and the machine it ran on. */
export function report(name: string, rows: readonly Row[], details: object): void {
  for (const { what, value, unit, goal } of rows) {
    console.log(
      `${what.padEnd(58)} ${value.toFixed(2).padStart(9)} ${unit.padEnd(10)} ${goal === undefined ? '' : `goal ${goal}`}`,
    )
  }
  const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model, kernel: release() }
  const result = { command: `npm run bench -- ${name}`, at: new Date().toISOString(), machine, rows, details }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`)
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = Number.NaN, high = Number.NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  return (low + high) / 2
}

/** The smallest of the values that so many percent of them do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN
}
