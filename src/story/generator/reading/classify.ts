import { visitBare } from '../syntax/brackets.ts'

const functionPattern = /(async\s+)?([\p{L}_$][\p{L}\p{N}_$]*)\s*\(([^()]*)\)\s*=>[^\S\n]*/uy
const propertyName = /^[\p{L}_$][\p{L}\p{N}_$ -]*$/u

export interface FunctionHead {
  readonly name: string
  readonly parameters: readonly string[]
  readonly isAsync: boolean
  /** Where the body begins. */
  readonly bodyFrom: number
}

/** `name(a, b) =>` at the beginning of a line. */
export function functionHead(source: string, from: number, to: number): FunctionHead | undefined {
  if (!source.slice(from, to).includes('=>')) return undefined
  functionPattern.lastIndex = from
  const found = functionPattern.exec(source)
  if (found === null || functionPattern.lastIndex - found[0].length !== from) return undefined
  const [head, asyncWord, name = '', list = ''] = found
  if (from + head.trimEnd().length > to) return undefined
  const parameters = list.split(',').map((parameter) => parameter.trim())
  return {
    name,
    parameters: parameters.filter((parameter) => parameter !== ''),
    isAsync: asyncWord !== undefined,
    bodyFrom: Math.min(to, from + head.length),
  }
}

export interface EqualsSign {
  /** Of the sign. */
  readonly at: number
  /** The name on its left, if what stands there can be one. */
  readonly name: string | undefined
}

/** The first `=` of a line that is neither escaped nor in brackets. */
export function equalsSign(source: string, from: number, to: number): EqualsSign | undefined {
  let at = -1
  visitBare(source, from, to, (code, place) => {
    if (code === 61 && at < 0) at = place
  })
  if (at < 0) return undefined
  const name = source.slice(from, at).trim()
  return { at, name: propertyName.test(name) ? name : undefined }
}
