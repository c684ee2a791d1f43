import { printable } from '#shared/printable.ts'
import { utc } from './utc.ts'
import type { HopTest, VisitorRun, VisitorTests } from './visitor-tests.ts'

/** What a person found out on the way, in lines for whoever helps. Of the looks the first and the last tell all. */
export function visitorTestsLines({ runs, steps, other, verdict }: VisitorTests): readonly string[] {
  const [first, last] = [runs[0], runs.at(-1)]
  return [
    ...(verdict === null ? [] : verdictLines(verdict)),
    ...(first === undefined ? [] : runLines('first look', first)),
    ...(last === undefined || last === first ? [] : runLines('last look', last)),
    ...(other === null ? [] : runLines('on another device', other)),
    ...steps.map(({ step, outcome, says, at }) => `${step}: ${outcome}, ${utc(at)}: ${printable(says)}`),
  ]
}

function verdictLines({ side, p, says, action }: NonNullable<VisitorTests['verdict']>): readonly string[] {
  const sure = `${Math.round(100 * p)} % sure`
  return [`${side ?? 'nothing wrong'}, ${sure}: ${printable(says)}`, `advised: ${printable(action)}`]
}

function runLines(name: string, { at, hops, network }: VisitorRun): readonly string[] {
  const mark = network === null ? '' : `, network mark ${network}`
  return [`${name}, ${utc(at)}${mark}`, ...hops.map((hop) => `  ${hopLine(hop)}`)]
}

function hopLine({ hop, result, tookMs, isUnsteady, status, fault, says }: HopTest): string {
  const told = [
    result,
    ...(isUnsteady ? ['at the second attempt'] : []),
    ...(status === null ? [] : [`HTTP ${status}`]),
  ]
  const named = fault === null ? '' : `, ${printable(fault)}`
  return `${hop}: ${told.join(', ')}${named}, ${tookMs} ms: ${printable(says)}`
}
