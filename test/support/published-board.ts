import type { Board } from '#protocol/board.ts'
import { answering } from '../../src/status/http/answering.ts'
import type { Processes } from '../../src/status/page/processes.ts'
import { publishedRoutes } from '../../src/status/publish/publish.ts'
import { keptLog } from '../fixtures/kept-log.ts'
import { openHttpServer, type HttpServer } from '../fixtures/http-server.ts'

export interface PublishedBoard extends HttpServer {
  /** From now on this is how things stand. */
  readonly show: (board: Board) => void
}

const processes: Processes = {
  others: [],
  own: { process: 'status', version: 'test', protocol: 1, state: 'ready', upMs: 90_000 },
  edge: 'http://127.0.0.1:8521',
}

/** Everything that the status process answers to the world, made from a board as it is given. */
export async function publishBoard(board: Board): Promise<PublishedBoard> {
  let shown = board
  const routes = publishedRoutes({
    board: () => shown,
    troubles: () => [],
    processes: () => Promise.resolve(processes),
    measured: () => ({ version: 'test', probeTimes: [], reports: new Map() }),
  })
  const doors = { publicUrl: null, token: null }
  const server = await openHttpServer(answering({ routes, doors, log: keptLog() }))
  return { ...server, show: (next) => void (shown = next) }
}
