import type { Board } from '#protocol/board.ts'
import { badgeOf } from '../badge/badge.ts'
import { briefBoard } from '../brief-board.ts'
import { badgePicture } from '../badge/badge-picture.ts'
import { atomFeed, feedChangedAt, rssFeed } from '../feeds/feeds.ts'
import type { Answer, Asked, Route } from '../http/route.ts'
import { contentTypes, formatFor } from '../metrics/exposition.ts'
import { statusMetrics, type Measured } from '../metrics/metrics.ts'
import { statuspageDocument, statuspagePaths } from '../statuspage/documents.ts'
import { keptAnswer } from './kept-answer.ts'

export interface DataMeans {
  readonly board: () => Board
  readonly measured: () => Omit<Measured, 'board'>
}

// As long as Statuspage's own answers are kept, so that a crowd of readers costs one answer.
const documentMaxAgeS = 10
const feedMaxAgeS = 60

/** What programs read: all of it made from the same board as the pages, and open to pages of other sites. */
export function dataRoutes({ board, measured }: DataMeans): readonly Route[] {
  const open = (path: string, answer: (now: Board, asked: Asked) => Answer): Route => {
    return { method: 'GET', path, who: 'anywhere', answer: (asked) => answer(board(), asked) }
  }
  return [
    ...statuspagePaths.map((name) => open(`/api/v2/${name}`, (now) => document(name, now))),
    open('/board.json', (now) => ({ type: jsonType, body: JSON.stringify(now) })),
    open('/brief.json', (now) => ({
      type: jsonType,
      body: JSON.stringify(briefBoard(now)),
      headers: keptFor(documentMaxAgeS),
    })),
    open('/history.atom', (now, asked) => feed(atomFeed(now), 'application/atom+xml', now, asked)),
    open('/history.rss', (now, asked) => feed(rssFeed(now), 'application/rss+xml', now, asked)),
    open('/badge.json', (now) => ({
      type: jsonType,
      body: JSON.stringify(badgeOf(now)),
      headers: keptFor(feedMaxAgeS),
    })),
    open('/badge.svg', (now) => ({
      type: 'image/svg+xml; charset=utf-8',
      body: badgePicture(badgeOf(now)),
      headers: keptFor(feedMaxAgeS),
    })),
    open('/metrics', (now, { headers: { accept } }) => {
      const format = formatFor(accept)
      return { type: contentTypes[format], body: statusMetrics({ board: now, ...measured() }, format) }
    }),
  ]
}

const jsonType = 'application/json; charset=utf-8'

function document(name: string, now: Board): Answer {
  return { type: jsonType, body: statuspageDocument(name, now) ?? '', headers: keptFor(documentMaxAgeS) }
}

function feed(body: string, type: string, now: Board, asked: Asked): Answer {
  return keptAnswer(
    { type: `${type}; charset=utf-8`, body, changedAt: feedChangedAt(now), maxAgeS: feedMaxAgeS },
    asked,
  )
}

function keptFor(seconds: number): Readonly<Record<string, string>> {
  return { 'cache-control': `public, max-age=${seconds}` }
}
