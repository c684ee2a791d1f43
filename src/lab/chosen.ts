import type { Fault } from './fault.ts'
import { allFaults } from './faults/all.ts'
import type { LabRecord } from './record.ts'
import { chromiumHere } from './visits/browser.ts'
import { visitFaults } from './visits/faults.ts'
import type { VisitFault } from './visits/visit-fault.ts'

interface Chosen {
  readonly besideOthers: readonly Fault[]
  readonly alone: readonly Fault[]
  readonly visited: readonly VisitFault[]
  /** The file of the visitors' browser; empty where there is none, and nothing to visit. */
  readonly chromium: string
  readonly lacking: LabRecord['notMade']
}

/** Of the faults with these ids, or of all, which this machine can make, and what it lacks for the others. */
export function chosenFaults(ids: readonly string[]): Chosen {
  const isChosen = ({ id }: { readonly id: string }): boolean => ids.length === 0 || ids.includes(id)
  const lacks = new Map(allFaults.filter(isChosen).map((fault) => [fault, fault.lacks?.()]))
  const makeable = [...lacks].flatMap(([fault, why]) => (why === undefined ? [fault] : []))
  const toVisit = visitFaults.filter(isChosen)
  const chromium = chromiumHere()
  return {
    besideOthers: makeable.filter(({ isAlone }) => isAlone !== true),
    alone: makeable.filter(({ isAlone }) => isAlone === true),
    visited: chromium === undefined ? [] : toVisit,
    chromium: chromium ?? '',
    lacking: [
      ...[...lacks].flatMap(([fault, why]) => (why === undefined ? [] : [{ fault: fault.id, why }])),
      ...(chromium === undefined ? toVisit.map(({ id }) => ({ fault: id, why: noChromium })) : []),
    ],
  }
}

const noChromium = 'It needs Chromium: sudo apt-get install --yes chromium.'
