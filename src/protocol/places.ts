/** Who answers at an address: a process behind the edge, the edge itself, or the page. */
export type Place = 'server' | 'status' | 'edge' | 'shell'

/** Where the addresses of a place begin. What is under none of them belongs to the page. */
export const roots = {
  server: ['/api', '/v1'],
  status: ['/status'],
  edge: ['/healthz', '/readyz', '/edge', '/__edge'],
} as const satisfies Readonly<Record<Exclude<Place, 'shell'>, readonly string[]>>

export function placeOf(path: string): Place {
  if (isUnder(path, roots.server)) return 'server'
  if (isUnder(path, roots.status)) return 'status'
  return isUnder(path, roots.edge) ? 'edge' : 'shell'
}

function isUnder(path: string, those: readonly string[]): boolean {
  return those.some((root) => path === root || path.startsWith(`${root}/`))
}
