import type { PlaceSeen } from '#protocol/case.ts'
import { between } from '../host/between.ts'
import { firewallRules } from './host/rules.ts'

/** Watches what this machine's own firewall does to what goes out; undefined where it may not be read. */
export async function watchOwnFirewall(): Promise<() => Promise<PlaceSeen['ownRule']>> {
  const before = await outwardRules()
  return async function end() {
    const after = await outwardRules()
    if (before === undefined || after === undefined) return undefined
    const { rules = [] } = between({ rules: before }, { rules: after })
    const does = new Set(rules.map((rule) => rule.does))
    if (does.has('reject')) return 'reject'
    return does.size > 0 ? 'drop' : 'none'
  }
}

async function outwardRules(): ReturnType<typeof firewallRules> {
  return (await firewallRules())?.filter(({ isOutward }) => isOutward === true)
}
