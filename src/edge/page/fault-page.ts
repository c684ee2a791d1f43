import type { Evidence } from '#protocol/evidence.ts'
import { faults, type FaultId } from '#protocol/faults.ts'
import { markup, type Markup } from '#shared/markup.ts'
import type { Lasted } from '../outages.ts'
import type { SiteWords } from '../site.ts'
import { prefixes } from '../route.ts'
import type { OpenIncident } from '../told-incident.ts'
import { chain } from './chain.ts'
import { detailsOf } from './details.ts'
import { framed, waitLine, type Waiting } from './frame.ts'
import { lastedSentence } from './lasted.ts'
import { duration, phaseWords, sideWords } from './words.ts'

export interface FaultPageFacts {
  readonly fault: FaultId
  readonly requestId: string
  readonly at: number
  /** The path that was asked for. */
  readonly address: string
  readonly site: SiteWords
  /** What is safe. */
  readonly kept: string
  readonly because: string | undefined
  readonly evidence: Evidence | undefined
  /** How long this one has lasted so far. */
  readonly lastedMs: number
  /** How long such faults have lasted before; undefined where nobody would know. */
  readonly before: Lasted | undefined
  /** What the status process says of it. */
  readonly incident?: OpenIncident | undefined
  /** Undefined where waiting does not help. */
  readonly waiting: Waiting | undefined
  /** By which the edge knows this fault again; undefined where nobody counts it. */
  readonly receipt?: string | undefined
}

const statusPrefix = prefixes.status ?? ''

/** The page for a person who meets a fault. */
export function faultPage(facts: FaultPageFacts): string {
  return framed({
    title: `${faults[facts.fault].title} | ${facts.site.name}`,
    waiting: facts.waiting,
    main: main(facts),
  })
}

function main(facts: FaultPageFacts): Markup {
  const { fault, kept, waiting, site } = facts
  const { title, says, side, todo, status } = faults[fault]
  return markup`<main>
    <p class="side">${sideWords[side]}</p>
    <h1>${title}</h1>
    <p>${says}</p>
    ${chain(fault)}
    <dl class="answers">
      <dt>${site.safeQuestion}</dt>
      <dd>${kept}</dd>
      <dt>What should I do?</dt>
      <dd>${todo}</dd>
      ${tried(facts)}
      ${known(facts)}
      ${lasted(facts)}
    </dl>
    ${waitLine(waiting)}
    <p class="ways">${theOneThing(waiting, site)}</p>
    ${isItMe(facts)}
    ${saySo(facts)}
    ${detailsOf(facts)}
    <p class="number">Error ${String(status)}</p>
  </main>`
}

/** Where waiting helps, trying again is the right next thing; the script asks first, so that it costs the server nothing. */
function theOneThing(waiting: Waiting | undefined, { home }: SiteWords): Markup {
  const isForHome = waiting === undefined
  if (isForHome) return markup`<a class="button" href="/">${home}</a>`
  return markup`<a class="button" id="again" href="">Try again now</a> <a href="/">${home}</a>`
}

/** Where it is the way that fails. The page that tests every hop is a part of ours, and no other site has it. */
function isItMe({ fault, site, waiting }: FaultPageFacts): Markup {
  if (!site.hasCheck || waiting === undefined || faults[fault].side === 'you') return markup``
  return markup`<p class="ways"><a href="/check">Is it me? Test the way from here</a></p>`
}

/** One tap, without a script: who else sees it is worth knowing, and with the receipt it counts as measured. */
function saySo({ receipt }: FaultPageFacts): Markup {
  if (receipt === undefined) return markup``
  return markup`<form method="post" action="/status/reports">
    <input type="hidden" name="hop" value="server">
    <input type="hidden" name="receipt" value="${receipt}">
    <button>I see it too</button> <a href="/status">What the status page says</a>
  </form>`
}

function tried({ evidence, waiting }: FaultPageFacts): Markup {
  if (evidence === undefined) return markup``
  const { phase, tookMs, tried: before } = evidence
  const times = before.length === 0 ? 'once' : before.length === 1 ? 'twice' : `${before.length + 1} times`
  const when = tookMs < 1 ? 'at once' : `after ${duration(tookMs)}`
  const goesOn = waiting === undefined ? '' : ' This page goes on asking for you, so refreshing by hand gains nothing.'
  return markup`<dt>What has been tried for me?</dt>
    <dd>
      The edge asked the server ${times}. It failed while ${phaseWords[phase]}, ${when}.${goesOn}
    </dd>`
}

/** The same incident as on the status page, with how long such things last. */
function known({ at, incident }: FaultPageFacts): Markup {
  if (incident === undefined) return markup``
  const { id, title, says, asOf } = incident
  const age = at - asOf < 60_000 ? '' : ` This is ${duration(at - asOf)} old.`
  return markup`<dt>Is it known?</dt>
    <dd>Yes: <a href="${statusPrefix}/i/${id}">${title}</a>. ${says.join(' ')}${age}</dd>`
}

function lasted({ at, before, lastedMs }: FaultPageFacts): Markup {
  if (before === undefined) return markup``
  const soFar = lastedMs < 1000 ? '' : ` This one has lasted ${duration(lastedMs)} so far.`
  return markup`<dt>How long does it last?</dt>
    <dd>${lastedSentence(before, at)}${soFar}</dd>`
}
