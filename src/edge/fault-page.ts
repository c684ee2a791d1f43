import { faults, type FaultId, type Side } from '#protocol/faults.ts'
import { markup, trustedMarkup, type Markup } from '#shared/markup.ts'
import { faultPageScript } from './fault-page-script.ts'
import { faultPageStyle } from './fault-page-style.ts'

export interface FaultPageFacts {
  readonly fault: FaultId
  readonly requestId: string
  readonly at: number
  readonly because: string | undefined
  /** Where to ask whether it is over, and when first; undefined where waiting does not help. */
  readonly waiting: { readonly ready: string; readonly retryAfterMs: number } | undefined
}

/** The page for a person who meets a fault: whole in itself, for nothing else may be there to load from. */
export function faultPage(facts: FaultPageFacts): string {
  const { title } = faults[facts.fault]
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        ${refresh(facts.waiting)}
        <title>${title} | Holdfast</title>
        <style>${trustedMarkup(faultPageStyle)}</style>
      </head>
      <body>
        ${content(facts)}
        <script>${trustedMarkup(faultPageScript)}</script>
      </body>
    </html>
`.text
}

function content(facts: FaultPageFacts): Markup {
  const { title, says, side, kept, todo } = faults[facts.fault]
  return markup`<main>
    <p class="side">${sideWords[side]}</p>
    <h1>${title}</h1>
    <p>${says}</p>
    ${chain(facts.fault)}
    <dl>
      <dt>Is my story safe?</dt>
      <dd>${kept}</dd>
      <dt>What should I do?</dt>
      <dd>${todo}</dd>
    </dl>
    ${wait(facts.waiting)}
    <p class="ways"><a class="button" href="">Try again now</a> <a href="/">To your stories</a></p>
    ${details(facts)}
  </main>`
}

const sideWords: Record<Side, string> = {
  you: 'It is the request that cannot be answered.',
  'your-network': 'It is your network.',
  edge: 'It is our side: the edge.',
  path: 'It is our side: the way from the edge to the server.',
  hosting: 'It is our side: the hosting of the server.',
  server: 'It is our side: the server.',
  model: 'It is the model.',
}

function wait(waiting: FaultPageFacts['waiting']): Markup {
  if (waiting === undefined) return markup``
  return markup`<p id="wait" role="status" data-ready="${waiting.ready}" data-retry="${String(waiting.retryAfterMs)}">
    This page loads itself again in ${String(withoutScriptSeconds(waiting))} s.
  </p>`
}

/** What the script does with a question that costs almost nothing, a browser without scripts does with the page. */
function refresh(waiting: FaultPageFacts['waiting']): Markup {
  if (waiting === undefined) return markup``
  const seconds = String(withoutScriptSeconds(waiting))
  return markup`<noscript><meta http-equiv="refresh" content="${seconds}"></noscript>`
}

/** Whole pages are dearer than questions, and each visitor's time is already one of their own. */
function withoutScriptSeconds({ retryAfterMs }: NonNullable<FaultPageFacts['waiting']>): number {
  return 10 + Math.ceil(retryAfterMs / 1000)
}

/** Every station on the way, with what is known of it: a sign and a word, so that colour is never needed. */
function chain(fault: FaultId): Markup {
  const { side } = faults[fault]
  const stations = fault === 'status-unreachable' ? statusStations : serverStations
  const broken = stations.findIndex((station) => station.sides.includes(side))
  const items = stations.map(({ name }, place) => {
    if (place === broken) return markup`<li class="broken"><span aria-hidden="true">✕</span> ${name}: here</li>`
    const isProven = place < broken && !(fault === 'origin-unresolved' && name === wayToServer)
    if (isProven) return markup`<li><span aria-hidden="true">✓</span> ${name}: works</li>`
    return markup`<li class="unknown"><span aria-hidden="true">?</span> ${name}: not reached</li>`
  })
  return markup`<ol aria-label="The way of your request">
    ${items}
  </ol>`
}

interface Station {
  readonly name: string
  readonly sides: readonly Side[]
}

const wayToServer = 'Way to the server'
const before: readonly Station[] = [
  { name: 'Your browser', sides: ['you', 'your-network'] },
  { name: 'Edge', sides: ['edge'] },
]
const serverStations: readonly Station[] = [
  ...before,
  { name: wayToServer, sides: ['path', 'hosting'] },
  { name: 'Server', sides: ['server', 'model'] },
]
const statusStations: readonly Station[] = [...before, { name: 'Status page', sides: ['server'] }]

function details({ fault, requestId, at, because }: FaultPageFacts): Markup {
  return markup`<details>
    <summary>For the operator</summary>
    <p><code>${fault}</code> (${String(faults[fault].status)}) at <time>${new Date(at).toISOString()}</time></p>
    ${because === undefined ? markup`` : markup`<p>${because}</p>`}
    <p>Request <code>${requestId}</code></p>
  </details>`
}
