import { streamRoot } from '#protocol/stream.ts'
import type { Decision } from '../decide.ts'

/** What kind of thing was asked for: few enough to be counted by. */
export const routeClasses = ['reply', 'api', 'status', 'page', 'edge', 'site', 'refused'] as const
export type RouteClass = (typeof routeClasses)[number]

/** `reply`: the log of a reply; `edge`: the edge's own corner; `site`: another site behind the edge. */
export function routeClassOf(decision: Decision, path: string, isOwn: boolean): RouteClass {
  if (decision.do === 'refuse') return 'refused'
  if (decision.do === 'answer') return decision.with.to === 'shell' ? 'page' : 'edge'
  if (decision.to === 'status') return 'status'
  if (!isOwn) return 'site'
  return path.startsWith(streamRoot) ? 'reply' : 'api'
}
