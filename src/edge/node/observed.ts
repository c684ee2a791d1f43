import { kindOf, type Observation, type Phase } from '../classify.ts'
import { DialError } from './dial.ts'
import { codeOf } from './error-code.ts'

/** What an error of node:http amounts to. While dialling, the dialler knows the phase better. */
export function observedIn(phase: Phase, error: Error): Observation {
  if (error instanceof DialError) return error.observation
  const code = codeOf(error)
  return { phase, kind: kindOf(code, error.message), code }
}
