/** How often each cause was proven here, by a fix after which the site answered. */
export type ConfirmedCauses = ReadonlyMap<string, number>

/**
 * What was the cause here before is likelier to be it again, but never by so much that evidence could not turn it: twice as likely
 * after once, four times after three and more.
 */
const mostTimes = 4

export function confirmedWeight(id: string, confirmed: ConfirmedCauses): number {
  return Math.min(mostTimes, 1 + Math.max(0, confirmed.get(id) ?? 0))
}

export function confirmedSays(confirmed: ConfirmedCauses): string {
  const all = [...confirmed].filter(([, times]) => times > 0)
  if (all.length === 0) return ''
  const listed = all.map(([id, times]) => `${id} (${times === 1 ? 'once' : `${times} times`})`).join(', ')
  return ` What was proven here before counts up to ${mostTimes} times as much: ${listed}.`
}
