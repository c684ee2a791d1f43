import { createHash } from 'node:crypto'
import type { Board } from '#protocol/board.ts'
import { markup, trustedMarkup, type Markup } from '#shared/markup.ts'
import type { Links } from './links.ts'
import { pageStyle } from './style.ts'
import { moment } from './time.ts'

const styleHash = createHash('sha256').update(pageStyle).digest('base64')

/** As much of the policy as a page can say of itself, where whoever shows the copy says nothing. */
const ownPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'`

/** The page carries its style inside; the one script it may run is a file of ours, and it can be read without. */
export const pagePolicy: string = `${ownPolicy}; frame-ancestors 'none'`

export interface Framed {
  readonly title: string
  readonly board: Board
  readonly links: Links
  /** Whether it stands in the snapshot, whose age counts. */
  readonly isSnapshot: boolean
  /** What the status process itself cannot do at the moment, in whole sentences. */
  readonly troubles: readonly string[]
  readonly main: Markup
}

/** A whole page: readable without a script, and on paper. */
export function framed({ title, board, links, isSnapshot, troubles, main }: Framed): string {
  const { name, url } = board
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${isSnapshot ? markup`<meta http-equiv="Content-Security-Policy" content="${ownPolicy}">` : markup``}
<title>${title} | ${name} status</title>
<link rel="alternate" type="application/atom+xml" title="Incidents" href="${links.file('history.atom')}">
<link rel="alternate" type="application/rss+xml" title="Incidents, each update" href="${links.file('history.rss')}">
<style>${trustedMarkup(pageStyle)}</style>
<script src="${links.file('page.js')}" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to how things stand</a>
<header><nav aria-label="Status pages"><a href="${links.home}">${name} status</a> <a href="${links.history}">History</a></nav></header>
<main id="main">
${troubles.map((says) => markup`<p class="notice">${says}</p>`)}
${main}
</main>
<footer>
<p>${asOf(board, isSnapshot)}</p>
<p>Follow it: <a href="${links.file('history.atom')}">Atom</a>, <a href="${links.file('history.rss')}">RSS</a>, <a href="${links.file('api/v2/summary.json')}">JSON as Statuspage writes it</a>, <a href="${links.file('board.json')}">everything as JSON</a>, <a href="${links.file('badge.svg')}">badge</a>.</p>
${isSnapshot ? markup`<p>This is a signed copy of <a href="${url}">${url}</a>. Check it: <code>holdfast status verify</code> with this folder or address.</p>` : markup``}
</footer>
</body>
</html>
`.text
}

function asOf({ asOf: at, timeZone, blind }: Board, isSnapshot: boolean): Markup {
  const when = moment(at, timeZone)
  const told = markup`This is how things stood on <span id="as-of">${when}</span><span id="age" data-at="${String(at)}"></span>.`
  const looked = blind === null ? markup`` : markup` What is said of the components is older.`
  const copied = isSnapshot
    ? markup` It is a copy that is written at every change, and every 5 minutes: where it is older than that, what it says may no longer be so.`
    : markup``
  return markup`${told}${looked}${copied} What your own network does to you cannot be seen from here.`
}
