import type { Mend } from '../fault.ts'
import { addresses, type HostName } from '../hosts/addresses.ts'
import type { Hook } from '../hosts/world.ts'
import type { Stage } from '../stage.ts'

export const fromEdge: string = `ip saddr ${addresses.edge}`
export const toOrigin: string = `ip daddr ${addresses.origin}`

/** Has a firewall turn something away; what mends it takes its rules out. */
export async function turnAway(
  { world }: Pick<Stage, 'world'>,
  { at = 'origin', hook = 'input', rule }: { readonly at?: HostName; readonly hook?: Hook; readonly rule: string },
): Promise<Mend> {
  await world.rule(at, hook, rule)
  return () => world.firewall(at, [`flush chain inet lab ${hook}`])
}
