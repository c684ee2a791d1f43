import { createHash } from 'node:crypto'
import type { Health } from '#protocol/health.ts'
import { markup, trustedMarkup, type Markup } from '#shared/markup.ts'
import { healthPageStyle } from './health-page-style.ts'
import type { Watched, WatchedName } from './watch.ts'

const styleHash = createHash('sha256').update(healthPageStyle).digest('base64')

/** The page carries its style inside and needs nothing else. */
export const pagePolicy: string = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

export interface HealthPageFacts {
  readonly others: readonly Watched[]
  readonly own: Health
  /** The edge's address. */
  readonly edge: string
  readonly now: number
}

/** The health of every process as a page. It says what was measured, by whom, and when; it loads itself again. */
export function healthPage({ others, own, edge, now }: HealthPageFacts): string {
  const broken = others.filter(({ answer }) => !answer.ok)
  const moment = new Date(now).toISOString()
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="refresh" content="10">
        <title>${headline(broken)} | Holdfast status</title>
        <style>${trustedMarkup(healthPageStyle)}</style>
      </head>
      <body>
        <main>
          <h1>${headline(broken)}</h1>
          <ul>
            ${others.map((watched) => entry(watched, now))} ${ownEntry(own)}
          </ul>
          <p class="note">
            Asked just now, at <time datetime="${moment}">${moment.slice(0, 19).replace('T', ' ')} UTC</time>, from the
            machine that the status process runs on. What your own network does to you cannot be seen from here. This
            page asks again every 10 seconds.
          </p>
          <p><a href="${edge}">To your stories</a></p>
        </main>
      </body>
    </html>
`.text
}

function headline(broken: readonly Watched[]): string {
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
    return markup`<li class="broken">
      <h2><span aria-hidden="true">✕</span> ${name}: does not answer</h2>
      <p class="task">${tasks[name]}</p>
      <p>${meanings[name]}</p>
      <p class="note">
        Noticed ${duration(now - since)} ago. ${lastAnswer(lastAnswerAt, now)} Measured: ${answer.error}.
      </p>
    </li>`
  }
  const { state, because } = answer.value
  const seen = because === undefined ? '' : ` Measured: ${because}.`
  return markup`<li>
    <h2><span aria-hidden="true">${state === 'reading' ? '!' : '✓'}</span> ${name}: ${words[state]}</h2>
    <p class="task">${tasks[name]}</p>
    <p class="note">Running for ${duration(answer.value.upMs)}, version ${answer.value.version}.${seen}</p>
  </li>`
}

const words: Record<Health['state'], string> = {
  ready: 'works',
  draining: 'is about to restart, and finishes what it has begun',
  reading: 'shows what is stored, and can take in nothing new',
}

function ownEntry({ upMs, version }: Health): Markup {
  return markup`<li>
    <h2><span aria-hidden="true">✓</span> status: works</h2>
    <p class="task">${tasks.status}</p>
    <p class="note">Running for ${duration(upMs)}, version ${version}. It does not need the others.</p>
  </li>`
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
