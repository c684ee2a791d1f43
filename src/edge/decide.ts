import type { FaultId } from '#protocol/faults.ts'
import { originFault } from '#protocol/origin-check.ts'
import type { RequestHead } from './request-head.ts'
import { ownRouteAtSite, routeOf, type OwnRoute, type Upstream } from './route.ts'
import type { Surroundings } from './site.ts'

/** What the edge does with a request; the same on every runtime. */
export type Decision =
  | { readonly do: 'forward'; readonly to: Upstream; readonly target: string }
  | { readonly do: 'answer'; readonly with: OwnRoute }
  | { readonly do: 'refuse'; readonly fault: FaultId }

export function decide(head: RequestHead, { isOwn }: Pick<Surroundings, 'isOwn'>): Decision {
  return isOwn ? decideForHoldfast(head) : decideForSite(head)
}

/** Another site has its own rules for names, pages and methods: all but the edge's own corner is its business. */
function decideForSite(head: RequestHead): Decision {
  const own = ownRouteAtSite(head.path)
  if (own === undefined) return { do: 'forward', to: 'origin', target: head.path + head.query }
  return readable.includes(head.method) ? { do: 'answer', with: own } : { do: 'refuse', fault: 'method-not-allowed' }
}

function decideForHoldfast(head: RequestHead): Decision {
  const refused = originFault({
    method: head.method,
    host: head.header('host'),
    origin: head.header('origin'),
    site: head.header('sec-fetch-site'),
  })
  if (refused !== undefined) return { do: 'refuse', fault: refused }
  const route = routeOf(head.path)
  if (route.to === 'origin' || route.to === 'status') {
    return { do: 'forward', to: route.to, target: route.path + head.query }
  }
  if (route.to === 'nowhere') return { do: 'refuse', fault: 'not-found' }
  if (!readable.includes(head.method)) return { do: 'refuse', fault: 'method-not-allowed' }
  return { do: 'answer', with: route }
}

/** The methods for what the edge answers by itself. */
export const readable: readonly string[] = ['GET', 'HEAD']
