import type { Fault } from './fault.ts'
import { allFaults } from './faults/all.ts'

/** A fault, and why this machine cannot make it if it cannot. */
interface Listed extends Pick<Fault, 'id' | 'title' | 'formOf' | 'alsoRight'> {
  readonly lacks?: string
}

/** The faults that the lab makes. */
export function listFaults(): readonly Listed[] {
  return allFaults.map(({ id, title, formOf, alsoRight, lacks }) => {
    const why = lacks?.()
    return {
      id,
      title,
      ...(formOf === undefined ? {} : { formOf }),
      ...(alsoRight === undefined ? {} : { alsoRight }),
      ...(why === undefined ? {} : { lacks: why }),
    }
  })
}
