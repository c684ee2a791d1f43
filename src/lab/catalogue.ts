import type { Fault } from './fault.ts'
import { allFaults } from './faults/all.ts'
import { visitFaults } from './visits/faults.ts'
import type { VisitFault } from './visits/visit-fault.ts'

/** A fault, and why this machine cannot make it if it cannot. */
interface Listed extends Pick<Fault, 'id' | 'title' | 'formOf' | 'alsoRight'> {
  readonly lacks?: string
}

/** What the lab has a visitor with a browser meet. */
export function listVisits(): readonly Pick<VisitFault, 'id' | 'title' | 'side'>[] {
  return visitFaults.map(({ id, title, side }) => ({ id, title, side }))
}

/** The faults that the lab makes for the doctor. */
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
