import type { KeyObject } from 'node:crypto'
import { join } from 'node:path'
import type { Board } from '#protocol/board.ts'
import { keyPath } from '#protocol/status-snapshot.ts'
import { fail } from '#shared/outcome.ts'
import { agreedBoard } from '../agreed-board.ts'
import type { Answer, Route } from '../http/route.ts'
import type { Means } from '../means.ts'
import type { PageMeans } from '../publish/page-routes.ts'
import { snapshotFiles } from './files.ts'
import { openKey } from './key.ts'
import { SnapshotKeeper, type SnapshotTrouble } from './keeper.ts'
import { publicPart } from './signing.ts'
import { writeSnapshot } from './write.ts'

export interface Snapshot {
  /** Why the copy is not as new as the page; undefined while it is, or where none is kept. */
  readonly trouble: () => SnapshotTrouble | undefined
  readonly routes: readonly Route[]
  readonly close: () => Promise<void>
}

export type SnapshotSources = Pick<PageMeans, 'processes' | 'troubles'>

/** Keeps a signed copy of the page in a folder, from which any web server can show it when this process is gone. */
export async function keepSnapshot(means: Means, sources: SnapshotSources): Promise<Snapshot> {
  const { settings, clock, log, onChange } = means
  const { dataDir } = settings
  if (dataDir === null) return { trouble: () => undefined, routes: [], close: () => Promise.resolve() }
  const folder = settings.snapshotDir ?? join(dataDir, 'status-page')
  const opened = await openKey(dataDir)
  let key = opened.ok ? opened.value : undefined
  const keeper = new SnapshotKeeper({
    folder,
    clock,
    log,
    onChange,
    async write() {
      const again = key === undefined ? await openKey(dataDir) : undefined
      if (again?.ok === false) return fail(again.error)
      key ??= again?.value
      return key === undefined ? fail('there is no key') : writeSnapshot(folder, await filesNow(means, sources, key))
    },
  })
  return { trouble: () => keeper.trouble, routes: [keyRoute(() => key)], close: () => keeper.close() }
}

async function filesNow(
  means: Pick<Means, 'board'>,
  { processes, troubles }: SnapshotSources,
  key: KeyObject,
): Promise<ReadonlyMap<string, string>> {
  const known = await processes()
  const board: Board = agreedBoard(means.board())
  return snapshotFiles({ board, processes: known, troubles: troubles(), key })
}

function keyRoute(key: () => KeyObject | undefined): Route {
  return {
    method: 'GET',
    path: `/${keyPath}`,
    who: 'anywhere',
    answer(): Answer {
      const known = key()
      const body = JSON.stringify(known === undefined ? null : publicPart(known))
      return { status: known === undefined ? 404 : 200, type: 'application/json; charset=utf-8', body }
    },
  }
}
