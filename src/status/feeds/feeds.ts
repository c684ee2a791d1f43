import { Feed, type Item } from 'feed'
import type { Board, BoardIncident, BoardMaintenance, BoardUpdate } from '#protocol/board.ts'
import { markup } from '#shared/markup.ts'
import { incidentAddress } from '../page-addresses.ts'
import { xmlText } from '../xml-text.ts'
import { updateContent } from './content.ts'

/** As many as a reader is told of. */
const mostEntries = 50

/** `/history.atom`: an entry for each incident and maintenance, which comes up again whenever it is updated. */
export function atomFeed(board: Board): string {
  const feed = emptyFeed(board)
  for (const entry of entriesOf(board)) {
    const { published } = entry
    feed.addItem({ ...itemOf(entry, board), id: entryId(entry, board), date: new Date(changedAt(entry)), published })
  }
  return feed.atom1()
}

/**
 * `/history.rss`: an item for each update. RSS has but one date for an item, and readers know it by its guid, so that an
 * incident that is updated would never come up again.
 */
export function rssFeed(board: Board): string {
  const feed = emptyFeed(board)
  const items = entriesOf(board).flatMap((entry) => {
    const moments = entry.updates.length === 0 ? [changedAt(entry)] : entry.updates.map(spokenAt)
    return moments.map((at, index) => ({ entry: { ...entry, updates: entry.updates.slice(index) }, at }))
  })
  for (const { entry, at } of items.toSorted((a, b) => b.at - a.at).slice(0, mostEntries)) {
    feed.addItem({ ...itemOf(entry, board), guid: `i${entry.id}-${at}`, date: new Date(at) })
  }
  return feed.rss2()
}

/** When anything in the feeds last became other than it was. */
export function feedChangedAt(board: Board): number {
  const { components } = board
  const begun = Math.min(board.asOf, ...components.map(({ createdAt }) => createdAt))
  return Math.max(begun, ...entriesOf(board).map(changedAt))
}

interface Entry extends Pick<BoardIncident, 'id' | 'number' | 'title' | 'updates' | 'changedAt'> {
  readonly kind: 'Incident' | 'Maintenance'
  readonly published: Date
}

function entriesOf({ open, past, maintenances }: Board): readonly Entry[] {
  const incidents = [...open, ...past].map((one) => entryOf('Incident', one, one.openedAt))
  const planned = maintenances.map((one) => entryOf('Maintenance', one, one.createdAt))
  return [...incidents, ...planned].toSorted((a, b) => changedAt(b) - changedAt(a)).slice(0, mostEntries)
}

function entryOf(kind: Entry['kind'], one: BoardIncident | BoardMaintenance, publishedAt: number): Entry {
  const { id, number, title, updates } = one
  return { kind, id, number, title, updates, changedAt: one.changedAt, published: new Date(publishedAt) }
}

/** A correction is news, too. */
function changedAt(entry: Pick<Entry, 'updates' | 'changedAt'>): number {
  return Math.max(entry.changedAt, ...entry.updates.map(spokenAt))
}

function spokenAt({ at, earlier }: BoardUpdate): number {
  return Math.max(at, ...earlier.map(({ until }) => until))
}

function emptyFeed(board: Board): Feed {
  const { url } = board
  const name = xmlText(board.name)
  return new Feed({
    id: `${tagOf(board)}:/history`,
    title: `${name} status: incident history`,
    description: `What failed at ${name}, since when, whose side it was on, and how long it lasted.`,
    link: url,
    feedLinks: { atom: `${url}/history.atom`, rss: `${url}/history.rss` },
    updated: new Date(feedChangedAt(board)),
    generator: 'Holdfast',
    language: 'en',
    // Atom wants an author (RFC 4287 §4.1.1), and the library writes none by itself.
    author: { name, link: url },
  })
}

/** RFC 4151. The year is when the site began, so that ids stay what they are. */
function tagOf({ url, components, asOf }: Board): string {
  const begun = Math.min(asOf, ...components.map(({ createdAt }) => createdAt))
  return `tag:${new URL(url).hostname},${new Date(begun).getUTCFullYear()}`
}

function entryId({ kind, number }: Entry, board: Board): string {
  return `${tagOf(board)}:${kind}/${number}`
}

function itemOf(entry: Entry, board: Board): Pick<Item, 'title' | 'link' | 'content' | 'date'> {
  const content = entry.updates.map((update) => updateContent(update, board.timeZone)).join('\n')
  return {
    // Written as HTML by the library, so that a `<` of the operator's would be taken for an element.
    title: markup`${xmlText(entry.title)}`.text,
    link: incidentAddress(board, entry),
    content,
    date: new Date(changedAt(entry)),
  }
}
