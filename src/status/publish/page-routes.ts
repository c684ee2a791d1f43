import type { Board } from '#protocol/board.ts'
import { prefixOf } from '../http/prefix.ts'
import type { Answer, Asked, Route } from '../http/route.ts'
import { entryPage, nothingHerePage } from '../page/entry-page.ts'
import { pagePolicy } from '../page/frame.ts'
import { frontPage, type EntryFacts } from '../page/front-page.ts'
import { historyPage } from '../page/history-page.ts'
import { liveLinks } from '../page/links.ts'
import { pageScript } from '../page/script.ts'
import type { Processes } from '../page/processes.ts'

export interface PageMeans {
  readonly board: () => Board
  readonly processes: () => Promise<Processes>
  /** What the status process cannot do at the moment, in whole sentences. */
  readonly troubles: () => readonly string[]
}

/** The pages for people, below whatever place shows them. */
export function pageRoutes(means: PageMeans): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/',
      answer: async (asked) => page(frontPage({ ...factsFor(asked, means), processes: await means.processes() })),
    },
    { method: 'GET', path: '/history', answer: (asked) => page(historyPage(factsFor(asked, means))) },
    {
      method: 'GET',
      path: '/i/:id',
      answer(asked) {
        const facts = factsFor(asked, means)
        const found = entryPage(asked.params['id'] ?? '', facts)
        return found === undefined ? page(nothingHerePage(facts), 404) : page(found)
      },
    },
    {
      method: 'GET',
      path: '/page.js',
      answer: () => ({ type: 'text/javascript; charset=utf-8', body: pageScript }),
    },
  ]
}

function factsFor({ headers }: Asked, { board, troubles }: PageMeans): EntryFacts {
  return { board: board(), links: liveLinks(prefixOf(headers)), isSnapshot: false, troubles: troubles() }
}

function page(body: string, status = 200): Answer {
  return { status, type: 'text/html; charset=utf-8', body, headers: { 'content-security-policy': pagePolicy } }
}
