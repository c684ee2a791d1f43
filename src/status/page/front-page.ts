import type { Board } from '#protocol/board.ts'
import { markup, type Markup } from '#shared/markup.ts'
import { gravest, standingOf, type Standing } from '../standing.ts'
import { componentsSection } from './components.ts'
import { framed, type Framed } from './frame.ts'
import { incidentArticle } from './incident.ts'
import type { Links } from './links.ts'
import { processesSay, processesSection, type Processes } from './processes.ts'
import { maintenancesSection } from './maintenance.ts'
import { pastList } from './past-list.ts'
import { saySo } from './say-so.ts'
import { lengthOf, moment } from './time.ts'
import { standingSigns } from './words.ts'

/** What every page is made from. */
export type EntryFacts = Pick<Framed, 'board' | 'links' | 'isSnapshot' | 'troubles'>

export interface PageFacts extends EntryFacts {
  /** Each process as it was just asked. */
  readonly processes: Processes
}

const pastShown = 5

/** `/`: how things stand, what is open, what is planned, and what is watched. */
export function frontPage(facts: PageFacts): string {
  const { board, links, processes } = facts
  const standing = standingWith(processes, board)
  return framed({
    ...facts,
    title: standing.says,
    main: markup`${standingBlock(standing, board)}
${openIncidents(board, links)}
${saySo(board, links, facts.isSnapshot)}
${maintenancesSection(board, links)}
${componentsSection(board)}
${recent(board, links)}
${record(board)}
${processesSection(processes, board.asOf, board.timeZone)}`,
  })
}

/**
 * An incident opens when several looks agree. Until then the page must not say that all is well of a process that has just
 * not answered.
 */
function standingWith(processes: Processes, board: Board): Standing {
  const standing = standingOf(board)
  const isQuiet = standing.kind === 'well' || standing.kind === 'reported' || standing.kind === 'maintenance'
  if (!isQuiet || processes.others.every(({ answer }) => answer.ok)) return standing
  return { kind: 'watched', says: processesSay(processes), inShort: 'being looked at' }
}

function standingBlock({ kind, says }: Standing, board: Board): Markup {
  return markup`<div class="standing ${kind}" role="status"><h1><span aria-hidden="true">${standingSigns[kind]}</span> ${says}</h1>${blindness(board)}</div>`
}

/** Nobody looked: that is neither well nor an outage. */
function blindness({ blind, timeZone, asOf }: Board): Markup {
  if (blind === null) return markup``
  const last =
    blind.lastLookAt === null
      ? markup` It has seen nothing since it began.`
      : markup` It last saw something ${lengthOf(asOf - blind.lastLookAt)} before, at ${moment(blind.lastLookAt, timeZone)}.`
  return markup`<p>The monitor's own network is away, since ${moment(blind.since, timeZone)}: what it cannot reach may be well, or not.${last}</p>`
}

function openIncidents(board: Board, links: Links): Markup {
  const first = gravest(board.open)
  if (first === undefined) return markup``
  // Its title is the headline already.
  const known = incidentArticle(first, board, { title: 'What is known of it', address: links.entry(first.id) })
  const others = board.open.filter((one) => one !== first)
  return markup`${[known, ...others.map((one) => incidentArticle(one, board, { title: one.title, address: links.entry(one.id) }))]}`
}

function recent(board: Board, links: Links): Markup {
  const past = board.past.slice(0, pastShown)
  const words = past.length === 0 ? markup`<p>No incident has been recorded yet.</p>` : pastList(past, board, links)
  return markup`<section aria-labelledby="past"><h2 id="past">What failed before</h2>${words}<p><a href="${links.history}">All of the history</a></p></section>`
}

/** How good this page itself has been: also when that is bad. */
function record({ score, greenWhileFailingMs }: Board): Markup {
  const ranges =
    score.of === 0
      ? 'No forecast has been scored yet.'
      : `Ranges that should hold 8 times in 10 were right ${score.right} of ${score.of} times.`
  const green =
    greenWhileFailingMs < 1000
      ? 'In the last 90 days this page never said that all is well while we measured that something failed.'
      : `In the last 90 days this page still said that all is well for ${lengthOf(greenWhileFailingMs)} while something failed already.`
  return markup`<section aria-labelledby="record"><h2 id="record">How right this page has been</h2><p>${ranges}</p><p>${green}</p></section>`
}
