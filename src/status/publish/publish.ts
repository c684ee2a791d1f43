import type { Board } from '#protocol/board.ts'
import { agreedBoard } from '../agreed-board.ts'
import type { Route } from '../http/route.ts'
import { dataRoutes, type DataMeans } from './data-routes.ts'
import { pageRoutes, type PageMeans } from './page-routes.ts'

export type PublishMeans = PageMeans & DataMeans

/** Everything that the status process tells the world: pages, feeds, documents, all from one board. */
export function publishedRoutes(means: PublishMeans): readonly Route[] {
  const board = (): Board => agreedBoard(means.board())
  return [...pageRoutes({ ...means, board }), ...dataRoutes({ ...means, board })]
}
