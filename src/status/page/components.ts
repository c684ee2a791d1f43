import type { Board, BoardComponent } from '#protocol/board.ts'
import { markup, type Markup } from '#shared/markup.ts'
import { stateWords } from '../standing.ts'
import { bars, dayName, dayWords, notableDays, uptimePercent } from './bars.ts'
import { latencyWords, sparkline } from './sparkline.ts'
import { moment, secondsOf } from './time.ts'
import { stateSigns } from './words.ts'

/** Everything that is watched, group by group, each with its 90 days. */
export function componentsSection(board: Board): Markup {
  const groups = [...new Set(board.components.map(({ group }) => group))]
  return markup`<section aria-labelledby="watched"><h2 id="watched">What we watch</h2>
${groups.map((group) => groupOf(group, board))}
<p class="note">Each bar is a day (UTC), today last. The taller and darker its mark, the worse the day; a pale bar was not measured.</p></section>`
}

function groupOf(group: string | null, board: Board): Markup {
  const members = board.components.filter((component) => component.group === group)
  const list = markup`<ul class="components">${members.map((component) => item(component, board, group !== null))}</ul>`
  return group === null ? list : markup`<h3>${group}</h3>${list}`
}

function item(component: BoardComponent, board: Board, isInGroup: boolean): Markup {
  const { name, description, state, since, days, latencyMs, isReported, distrusted } = component
  const isBlind = board.blind !== null
  const isUnmeasured = isBlind || (distrusted !== undefined && state === 'operational')
  const sign = isUnmeasured ? '?' : isReported && state === 'operational' ? '?' : stateSigns[state]
  const kind = isUnmeasured ? 'blind' : isReported && state === 'operational' ? 'reported' : state
  const head = markup`<span class="name">${name}</span> <span class="state"><span aria-hidden="true">${sign}</span> ${wordsFor(component, isBlind)}</span>`
  const uptime = uptimePercent(days)
  return markup`<li class="component ${kind}">${isInGroup ? markup`<h4>${head}</h4>` : markup`<h3>${head}</h3>`}
${description === '' ? markup`` : markup`<p class="note">${description}</p>`}
${distrusted === undefined ? markup`` : markup`<p class="note">Our probe sees it fail. Since ${moment(distrusted.since, board.timeZone)} the operator holds the probe for wrong: ${distrusted.because}</p>`}
${bars(days, name)}
<p class="scale"><span>90 days ago</span> ${uptime === undefined ? markup`` : markup`<span>worked ${uptime}</span>`} <span>today</span></p>
<details><summary>Days and answer times<span class="hidden"> of ${name}</span></summary>
${distrusted === undefined ? markup`<p class="note">${state === 'operational' ? 'Well' : 'So'} since ${moment(since, board.timeZone)}.</p>` : markup``}
${written(component, board)}${latencyMs.some((ms) => ms !== null) ? markup`<div class="latency">${sparkline(latencyMs, name)}</div><p class="note">Answer times of the last ${String(latencyMs.length)} hours: ${latencyWords(latencyMs)}.</p>` : markup``}
${daysTable(component)}</details></li>`
}

/** What a model that answers may still be: too slow to wait for. */
function written({ canary }: BoardComponent, { timeZone }: Board): Markup {
  if (canary === undefined) return markup``
  const { at, backend, firstTokenMs, tokensPerSecond } = canary
  const pace = tokensPerSecond === null ? '' : `, then ${tokensPerSecond.toFixed(1)} tokens a second`
  return markup`<p class="note">It last wrote at ${moment(at, timeZone)} (${backend}): the first token after ${secondsOf(firstTokenMs)}${pace}.</p>`
}

function wordsFor({ state, isReported, distrusted }: BoardComponent, isBlind: boolean): string {
  if (isBlind) return `not measured now; before, it ${state === 'operational' ? 'worked' : stateWords[state]}`
  if (distrusted !== undefined && state === 'operational') return 'not measured now'
  if (isReported && state === 'operational') return 'people report trouble; our probes see none'
  return stateWords[state]
}

function daysTable({ days, name }: BoardComponent): Markup {
  const notable = notableDays(days)
  if (notable.length === 0)
    return markup`<p class="note">No day with trouble in the last ${String(days.length)} days that were watched.</p>`
  return markup`<table><caption>Days that were not simply well: ${name}</caption><tr><th scope="col">Day (UTC)</th><th scope="col">What it was like</th></tr>${notable.map(
    (day) => markup`<tr><td><time datetime="${day.day}">${dayName(day)}</time></td><td>${dayWords(day)}</td></tr>`,
  )}</table>`
}
