import type { Route } from './http/route.ts'
import { json } from './http/route.ts'
import type { Means } from './means.ts'

/** What is answered to anybody, made from what is known. */
export function boardRoutes({ board }: Pick<Means, 'board'>): readonly Route[] {
  return [{ method: 'GET', path: '/board.json', who: 'anywhere', answer: () => json(board()) }]
}
