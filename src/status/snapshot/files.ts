import { createHash, type KeyObject } from 'node:crypto'
import type { Board } from '#protocol/board.ts'
import { keyPath, manifestPath, type Manifest } from '#protocol/status-snapshot.ts'
import { badgePicture } from '../badge/badge-picture.ts'
import { badgeOf } from '../badge/badge.ts'
import { atomFeed, rssFeed } from '../feeds/feeds.ts'
import { entryPage, nothingHerePage } from '../page/entry-page.ts'
import { frontPage, type EntryFacts } from '../page/front-page.ts'
import { historyPage } from '../page/history-page.ts'
import { snapshotLinks } from '../page/links.ts'
import type { Processes } from '../page/processes.ts'
import { pageScript } from '../page/script.ts'
import { statuspageDocument, statuspagePaths } from '../statuspage/documents.ts'
import { publicPart, signed } from './signing.ts'

export interface SnapshotFacts {
  readonly board: Board
  readonly processes: Processes
  readonly troubles: readonly string[]
  readonly key: KeyObject
}

/** Every file of a snapshot by its path; the one that signs them comes last. All are made from one board. */
export function snapshotFiles({ board, processes, troubles, key }: SnapshotFacts): ReadonlyMap<string, string> {
  const facts = (up: '' | '../'): EntryFacts => ({ board, links: snapshotLinks(up), isSnapshot: true, troubles })
  const entries = [...board.open, ...board.past, ...board.maintenances].map(({ id }) => id)
  const files = new Map<string, string>([
    ['index.html', frontPage({ ...facts(''), processes })],
    ['history.html', historyPage(facts(''))],
    // The name that most hosts of files look for.
    ['404.html', nothingHerePage(facts(''))],
    ...entries.map((id) => [`i/${id}.html`, entryPage(id, facts('../')) ?? ''] as const),
    ...statuspagePaths.map((name) => [`api/v2/${name}`, statuspageDocument(name, board) ?? ''] as const),
    ['board.json', JSON.stringify(board)],
    ['history.atom', atomFeed(board)],
    ['history.rss', rssFeed(board)],
    ['badge.json', JSON.stringify(badgeOf(board))],
    ['badge.svg', badgePicture(badgeOf(board))],
    ['page.js', pageScript],
    [keyPath, JSON.stringify(publicPart(key))],
  ])
  return files.set(manifestPath, JSON.stringify(signed(JSON.stringify(manifestOf(files, board)), key)))
}

function manifestOf(files: ReadonlyMap<string, string>, { asOf, name, url }: Board): Manifest {
  const digests = [...files].map(([path, text]) => [path, digestOf(text)] as const)
  return { asOf, name, url, files: Object.fromEntries(digests) }
}

export function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('base64url')
}
