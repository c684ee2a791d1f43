import type { Board, BoardIncident } from '#protocol/board.ts'
import { causes } from '#doctor/catalogue.ts'
import { faults } from '#protocol/faults.ts'
import { markup, type Markup } from '#shared/markup.ts'
import { phaseWords } from '../phase-words.ts'
import { lengthOf, moment } from './time.ts'
import { updatesList } from './updates.ts'
import { sideWords } from './words.ts'

/** What leads from another page to that of the incident. */
interface Heading {
  readonly title: string
  readonly address: string
}

/** The incident in full: whose side, what is safe, how long such things last, what was seen, what was said. */
export function incidentArticle(incident: BoardIncident, board: Board, within?: Heading): Markup {
  const { title, impact, side, updates } = incident
  const isOver = incident.resolvedAt !== null
  const heading =
    within === undefined ? markup`<h1>${title}</h1>` : markup`<h2><a href="${within.address}">${within.title}</a></h2>`
  return markup`<article class="incident ${isOver ? 'over' : impact}" aria-label="${title}">${heading}
${side === null ? markup`<p class="side">It is not known yet whose side it is on.</p>` : markup`<p class="side">${sideWords[side]}</p>`}
<dl class="answers">${safe(incident)}${howLong(incident, board)}</dl>
${facts(incident, board)}
${within === undefined ? markup`<h2>What was said</h2>` : markup`<h3>What was said</h3>`}
${updatesList(within === undefined ? updates : updates.slice(0, mostUpdates), board)}${rest(updates.length, within)}</article>`
}

// On a page with others, the story of a day would push everything else away.
const mostUpdates = 6

function rest(count: number, within: Heading | undefined): Markup {
  if (within === undefined || count <= mostUpdates) return markup``
  return markup`<p><a href="${within.address}">All ${String(count)} updates</a></p>`
}

function safe({ safe: says }: BoardIncident): Markup {
  return says === '' ? markup`` : markup`<dt>What is safe?</dt><dd>${says}</dd>`
}

function howLong({ forecast, resolvedAt }: BoardIncident, { score, timeZone }: Board): Markup {
  if (forecast === null || resolvedAt !== null) return markup``
  const record =
    score.of === 0
      ? ''
      : ` So far our ranges that should hold 8 times in 10 were right ${score.right} of ${score.of} times.`
  return markup`<dt>How long does it last?</dt><dd>${forecast.says.map((line) => markup`<p>${line}</p>`)}
<p class="note">Reckoned at ${moment(forecast.at, timeZone)}.${record}</p></dd>`
}

function facts(incident: BoardIncident, board: Board): Markup {
  const { timeZone: zone } = board
  const { phase, startedAt, openedAt, recoveredAt, resolvedAt, fault, evidence, reports } = incident
  const names = board.components.filter(({ id }) => incident.componentIds.includes(id)).map(({ name }) => name)
  const rows: readonly (readonly [string, Markup | string] | undefined)[] = [
    ['State', resolvedAt === null ? phaseWords[phase] : `${phaseWords[phase]}. It is over.`],
    names.length === 0 ? undefined : ['Concerns', names.join(', ')],
    [
      'First seen',
      markup`${moment(startedAt, zone)}${resolvedAt === null ? `, ${lengthOf(board.asOf - startedAt)} ago` : ''}`,
    ],
    [
      'Made public',
      markup`${moment(openedAt, zone)}${incident.isBackfilled ? ', written down after it was over' : ''}`,
    ],
    recoveredAt === null
      ? undefined
      : ['Measured well again', markup`${moment(recoveredAt, zone)}, after ${lengthOf(recoveredAt - startedAt)}`],
    resolvedAt === null ? undefined : ['Declared over', moment(resolvedAt, zone)],
    ['Cause', causeWords(incident)],
    fault === null ? undefined : ['What the site says meanwhile', faultWords(fault)],
    evidence.length === 0 ? undefined : ['What was seen', markup`${evidence.map((line) => markup`<p>${line}</p>`)}`],
    reports === 0 ? undefined : ['"I see it too"', reports === 1 ? '1 person' : `${reports} people`],
    promised(incident, board),
  ]
  return markup`<dl class="facts">${rows.flatMap((row) => (row === undefined ? [] : [markup`<div><dt>${row[0]}</dt><dd>${row[1]}</dd></div>`]))}</dl>`
}

/** By the doctor's catalogue of causes; "not known" is an answer, too. */
function causeWords({ cause }: BoardIncident): string {
  if (cause === null) return 'not known'
  const sure = `${Math.round(cause.p * 100)} % likely`
  return `${causes.get(cause.id)?.title ?? cause.id} (${cause.id}), ${sure}`
}

function faultWords(fault: string): string {
  const known = Object.entries(faults).find(([id]) => id === fault)?.[1]
  return known === undefined ? fault : `Error ${known.status}: ${known.title} (${fault})`
}

function promised(
  { nextUpdateBy, missedUpdates }: BoardIncident,
  { asOf, timeZone }: Board,
): readonly [string, Markup] | undefined {
  const missed =
    missedUpdates === 0 ? '' : `Promised and not kept: ${missedUpdates === 1 ? 'once' : `${missedUpdates} times`}.`
  if (nextUpdateBy === null) return missed === '' ? undefined : ['Next word', markup`${missed}`]
  const late =
    nextUpdateBy < asOf
      ? markup`was promised by ${moment(nextUpdateBy, timeZone)}, and has not come.`
      : markup`by ${moment(nextUpdateBy, timeZone)}.`
  return ['Next word', markup`${late} ${missed}`]
}
