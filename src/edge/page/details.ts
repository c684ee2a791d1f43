import type { Evidence } from '#protocol/evidence.ts'
import { faults, type FaultId } from '#protocol/faults.ts'
import { markup, type Markup } from '#shared/markup.ts'
import { duration, phaseWords } from './words.ts'

export interface Details {
  readonly fault: FaultId
  readonly requestId: string
  readonly at: number
  readonly address: string
  readonly because: string | undefined
  readonly evidence: Evidence | undefined
}

/** What the operator asks for first, folded away, to be copied in one go. */
export function detailsOf({ fault, requestId, at, address, because, evidence }: Details): Markup {
  const moment = new Date(at).toISOString()
  const rows: readonly (readonly [string, string | Markup])[] = [
    ['Fault', `${fault} (${faults[fault].status})`],
    ['Time', markup`<time datetime="${moment}">${moment.slice(0, 19).replace('T', ' ')} UTC</time>`],
    ['Request', requestId],
    ['Address', address],
    ...(because === undefined ? [] : [['Measured', because] as const]),
    ...(evidence === undefined ? [] : [['Evidence', evidenceLine(evidence)] as const]),
    ...(evidence?.tried ?? []).map((line) => ['Tried before', line] as const),
  ]
  return markup`<details>
    <summary>Details for the operator</summary>
    <dl id="details">
      ${rows.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>
    <p><button id="copy" hidden>Copy these details</button> <span id="copied" role="status"></span></p>
  </details>`
}

function evidenceLine({ phase, kind, code, tookMs, sizeBytes }: Evidence): string {
  const seen = code === '' ? kind : `${kind} (${code})`
  return `${seen} while ${phaseWords[phase]}, after ${duration(tookMs)}, ${sizeBytes} bytes of an answer`
}
