import type { Phase } from '#protocol/evidence.ts'
import type { Observation } from '../classify.ts'
import { kindOf, type Kind } from '../kinds.ts'
import { DialError } from './dial.ts'
import { codeOf } from './error-code.ts'

/** How far an exchange had come when something happened to it. */
export interface Place {
  readonly phase: Phase
  readonly tookMs: number
  readonly sizeBytes: number
}

/** What an error of node:http amounts to. While dialling, the dialler knows the phase better. */
export function observedAt(place: Place, error: Error): Observation {
  if (error instanceof DialError) return error.observation
  const code = codeOf(error)
  return { ...place, kind: begun(kindOf(code, error.message), place), code }
}

/** Once something of an answer has come, its end is no end without a word. */
function begun(kind: Kind, { sizeBytes }: Place): Kind {
  return sizeBytes > 0 && (kind === 'closed' || kind === 'reset') ? 'cut' : kind
}
