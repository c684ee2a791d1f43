import { markup, trustedMarkup, type Markup } from '#shared/markup.ts'
import type { Concluded, LabRecord, Run, Visit } from '../record.ts'
import { goalsOf, inPercent, inSeconds } from '../score/goals.ts'
import { scoreOf, type Score, type TierScore } from '../score/score.ts'
import { tierTitles } from '../tiers.ts'
import { reportStyle } from './style.ts'

/** The report of a run of the lab as one page that needs nothing else. */
export function reportPage(record: LabRecord): string {
  const score = scoreOf(record)
  const { at, kernel, seeds, runs, visits } = record
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>The lab's report | Holdfast</title>
        <style>${trustedMarkup(reportStyle)}</style>
      </head>
      <body>
        <main>
          <h1>How well the doctor does</h1>
          <p class="note">
            ${String(runs.length)} runs and ${String(visits.length)} visits, seeds ${seeds.join(', ')}, on Linux ${kernel}, begun at
            <time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time>. Every fault comes equally often, and so does
            the doctor believe beforehand.
          </p>
          ${goals(score)} ${tierTable(score)} ${left(record)} ${visitTable(visits)} ${faultTable(runs)}
        </main>
      </body>
    </html>
`.text
}

function goals(score: Score): Markup {
  return markup`<h2>Goals</h2>
    ${table(
      ['Goal', 'Measured', ''],
      goalsOf(score).map(({ what, got, isMet }) => [what, got, yesOrNo(isMet)]),
    )}`
}

function tierTable({ tiers }: Score): Markup {
  if (tiers.every(({ runs }) => runs === 0)) return markup``
  const heads = [
    'Evidence',
    'Right first',
    'Ceiling',
    'In the first three',
    'Side',
    'Wrong while sure',
    'Calibration',
    'Brier',
    'Named',
    'Right, or asks on',
  ]
  return markup`<h2>By how much evidence there is</h2>
    ${table(heads, tiers.map(tierCells))}`
}

function tierCells(score: TierScore): readonly string[] {
  const { tier, first, ceiling, firstThree, side, overclaimed, calibrationError, brier, named, asksOn } = score
  const shares = [first, ceiling, firstThree, side, overclaimed].map(inPercent)
  return [
    tierTitles[tier],
    ...shares,
    calibrationError.toFixed(3),
    brier.toFixed(3),
    inPercent(named),
    inPercent(asksOn),
  ]
}

function left({ notMade, broken }: LabRecord): Markup {
  if (notMade.length + broken.length === 0) return markup``
  return markup`<h2>Not made</h2>
    ${table(
      ['Fault', 'Why'],
      [
        ...notMade.map(({ fault, why }) => [fault, why]),
        ...broken.map(({ fault, seed, why }) => [`${fault}, seed ${seed}`, why]),
      ],
    )}`
}

function visitTable(visits: readonly Visit[]): Markup {
  if (visits.length === 0) return markup``
  const heads = ['What a visitor met', 'Seed', 'Is', 'The page said', 'Is over when mended', 'Took']
  return markup`<h2>Each visit, with a browser</h2>
    ${table(heads, visits.map(visitCells))}`
}

function visitCells(visit: Visit): readonly Cell[] {
  const { fault, title, seed, side, said, p, together, isRight, hops, isOver, tookMs } = visit
  const others = together.filter((one) => one !== said)
  return [
    `${fault}: ${title}`,
    String(seed),
    side ?? 'nobody’s',
    markup`<details>
      <summary>${yesOrNo(isRight)} ${said ?? 'all is well'} ${inPercent(p)}</summary>
      ${others.length === 0 ? '' : markup`<p>Looks the same: ${others.join(', ')}.</p>`}
      <ul>${hops.map(({ hop, says }) => markup`<li>${hop}: ${says}</li>`)}</ul>
    </details>`,
    yesOrNo(isOver),
    inSeconds(tookMs),
  ]
}

function faultTable(runs: readonly Run[]): Markup {
  if (runs.length === 0) return markup``
  const heads = ['Fault', 'Seed', 'Is', ...Object.values(tierTitles), 'Mended', 'Took']
  return markup`<h2>Each run</h2>
    ${table(heads, runs.map(runCells))}`
}

function runCells(run: Run): readonly Cell[] {
  const { fault, title, seed, truth, side, concluded, isMended, tookMs } = run
  return [
    `${fault}: ${title}`,
    String(seed),
    `${truth} (${side ?? 'nobody’s'})`,
    ...concluded.map((one) => conclusion(one, run)),
    isMended === null ? 'not by the site' : yesOrNo(isMended),
    inSeconds(tookMs),
  ]
}

function conclusion({ cause, p, isRight, together, nextTest, says }: Concluded, { truth }: Run): Markup {
  const isNamed = together.includes(truth)
  const mark = isRight ? yesOrNo(true) : markup`<span class="${isNamed ? 'note' : 'bad'}">${isNamed ? '≈' : '✕'}</span>`
  const others = together.filter((id) => id !== cause)
  return markup`<details>
      <summary>${mark} ${cause} ${inPercent(p)}</summary>
      ${others.length === 0 ? '' : markup`<p>Looks the same: ${others.join(', ')}.</p>`}
      ${nextTest === null ? '' : markup`<p>Next test: ${nextTest}.</p>`}
      <ul>${says.map((one) => markup`<li>${one}</li>`)}</ul>
    </details>`
}

type Cell = string | Markup

function table(heads: readonly string[], rows: readonly (readonly Cell[])[]): Markup {
  return markup`<div class="table" tabindex="0" role="region" aria-label="${heads[0] ?? ''}">
      <table>
        <thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
        <tbody>${rows.map((cells) => markup`<tr>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>`)}</tbody>
      </table>
    </div>`
}

function yesOrNo(is: boolean): Markup {
  return is ? markup`<span class="good">✓ yes</span>` : markup`<span class="bad">✕ no</span>`
}
