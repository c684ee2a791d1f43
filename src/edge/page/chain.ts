import type { Side } from '#protocol/fault.ts'
import { faults, type FaultId } from '#protocol/faults.ts'
import { markup, type Markup } from '#shared/markup.ts'

/** Every station on the way, with what is known of it: a sign and a word, so that colour is never needed. */
export function chain(fault: FaultId): Markup {
  const { side, status } = faults[fault]
  const stations = fault === 'status-unreachable' ? statusStations : serverStations
  const broken = stations.findIndex((station) => station.sides.includes(side))
  const items = stations.map(({ name }, place) => {
    if (place === broken) return markup`<li class="broken"><span aria-hidden="true">✕</span> ${name}: here</li>`
    // Without an address nobody has set out on the way.
    const isProven = place < broken && !(status === 530 && name === wayToServer)
    if (isProven) return markup`<li><span aria-hidden="true">✓</span> ${name}: works</li>`
    return markup`<li class="unknown"><span aria-hidden="true">?</span> ${name}: not reached</li>`
  })
  return markup`<ol aria-label="The way of your request">
    ${items}
  </ol>`
}

interface Station {
  readonly name: string
  readonly sides: readonly Side[]
}

const wayToServer = 'Way to the server'
const before: readonly Station[] = [
  { name: 'Your browser', sides: ['you', 'your-network'] },
  { name: 'Edge', sides: ['edge'] },
]
const serverStations: readonly Station[] = [
  ...before,
  { name: wayToServer, sides: ['path', 'hosting'] },
  { name: 'Server', sides: ['server', 'model'] },
]
const statusStations: readonly Station[] = [...before, { name: 'Status page', sides: ['server'] }]
