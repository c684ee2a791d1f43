import type { Health } from '#protocol/health.ts'
import { markup, type Markup } from '#shared/markup.ts'
import type { Watched, WatchedName } from '../watch.ts'
import { moment } from './time.ts'

/** What the status process last heard of the others, and how it is itself. */
export interface Processes {
  readonly others: readonly Watched[]
  readonly own: Health
  /** The edge's address. */
  readonly edge: string
}

/** Each process, since when, and what was measured; asked every few seconds, from the machine of the status process. */
export function processesSection(processes: Processes, now: number, timeZone: string): Markup {
  const { others, own, edge } = processes
  const askedAt = Math.min(now, ...others.map((one) => one.askedAt))
  return markup`<section aria-labelledby="processes"><h2 id="processes">${processesSay(processes)}</h2>
<ul class="processes">${others.map((watched) => entry(watched, now))}${ownEntry(own)}</ul>
<p class="note">Asked at ${moment(askedAt, timeZone)} from the machine that the status process runs on. <a href="${edge}">To your stories</a></p></section>`
}

/** One line over all of them. */
export function processesSay({ others }: Pick<Processes, 'others'>): string {
  const broken = others.filter(({ answer }) => !answer.ok)
  if (broken.length === 0) return 'Every process answers'
  if (broken.length > 1) return 'The edge and the server do not answer'
  return `The ${broken[0]?.name} does not answer`
}

const tasks: Record<WatchedName | 'status', string> = {
  edge: 'what your browser talks to',
  server: 'chats, replies and their logs',
  status: 'this page',
}

/** What a silent process means for the person who reads this. */
const meanings: Record<WatchedName, string> = {
  edge: 'It is our side, the edge. Nothing you do on your device will change that; what you type stays in your browser.',
  server:
    'It is our side, the server. Nothing you do on your device will change that. What it had accepted is stored; replies go on where they stopped when it is back.',
}

function entry({ name, answer, since, lastAnswerAt }: Watched, now: number): Markup {
  if (!answer.ok) {
    return markup`<li class="major"><h3><span class="state" aria-hidden="true">✕</span> ${name}: does not answer</h3>
<p class="note">${tasks[name]}</p>
<p>${meanings[name]}</p>
<p class="note">Noticed ${duration(now - since)} ago. ${lastAnswer(lastAnswerAt, now)} Measured: ${answer.error}.</p></li>`
  }
  const { state, because } = answer.value
  const seen = because === undefined ? '' : ` Measured: ${because}.`
  return markup`<li class="${state === 'reading' ? 'minor' : 'well'}"><h3><span class="state" aria-hidden="true">${state === 'reading' ? '!' : '✓'}</span> ${name}: ${words[state]}</h3>
<p class="note">${tasks[name]}</p>
<p class="note">Running for ${duration(answer.value.upMs)}, version ${answer.value.version}.${seen}</p></li>`
}

const words: Record<Health['state'], string> = {
  ready: 'works',
  draining: 'is about to restart, and finishes what it has begun',
  reading: 'shows what is stored, and can take in nothing new',
}

function ownEntry({ upMs, version, state, because }: Health): Markup {
  const seen = because === undefined ? '' : ` Measured: ${because}.`
  return markup`<li class="${state === 'reading' ? 'minor' : 'well'}"><h3><span class="state" aria-hidden="true">${state === 'reading' ? '!' : '✓'}</span> status: ${words[state]}</h3>
<p class="note">${tasks.status}</p>
<p class="note">Running for ${duration(upMs)}, version ${version}. It does not need the others.${seen}</p></li>`
}

function lastAnswer(at: number | undefined, now: number): string {
  return at === undefined
    ? 'It has not answered since the status process started.'
    : `Its last answer came ${duration(now - at)} ago.`
}

/** A length of time as people say it. */
function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 120) return seconds === 1 ? '1 second' : `${seconds} seconds`
  const minutes = Math.round(seconds / 60)
  if (minutes < 120) return `${minutes} minutes`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`
}
