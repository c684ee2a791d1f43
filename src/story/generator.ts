// What the server, the page and the command may use of generators.
export { generate, openGenerator } from './generator/generate.ts'
export type { Generated, GenerateRequest, Generator, OpenOptions, RollRequest } from './generator/generate.ts'
export { defaultLimits } from './generator/limits.ts'
export type { Limits } from './generator/limits.ts'
export type { Diagnostic } from './generator/fault.ts'
export type { PickedHere, Program, Roll } from './generator/program.ts'
export { oddsTable } from './generator/check/odds-table.ts'
export type { OddsRow } from './generator/check/odds-table.ts'
