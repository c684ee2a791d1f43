import { markup, type Markup } from '#shared/markup.ts'
import type { SiteWords } from '../site.ts'
import { framed, waitLine, type Waiting } from './frame.ts'
import { duration } from './words.ts'

export interface WaitingPageFacts {
  /** How many are before this visitor, and this one: 1 is next. */
  readonly place: number
  /** Undefined where nobody can say yet. */
  readonly etaMs: number | undefined
  readonly site: SiteWords
  readonly waiting: Waiting
}

/** The page for a person in the waiting room. */
export function waitingPage(facts: WaitingPageFacts): string {
  return framed({ title: `You are in line | ${facts.site.name}`, waiting: facts.waiting, main: main(facts) })
}

function main({ place, etaMs, waiting }: WaitingPageFacts): Markup {
  return markup`<main>
    <p class="side">It is our side: many want in at once.</p>
    <h1>You are in line</h1>
    <p>
      The server is there and lets people in at the pace it can carry, so that it stays quick for those inside. You need not
      do anything: this page goes on by itself when it is your turn.
    </p>
    <dl class="place">
      <dt>Your place</dt>
      <dd id="place">${place === 1 ? 'next' : `number ${place}`}</dd>
      <dt>Expected wait</dt>
      <dd id="eta">${etaMs === undefined ? 'not known yet' : `about ${duration(Math.max(1000, etaMs))}`}</dd>
    </dl>
    <dl class="answers">
      <dt>Do I lose my place?</dt>
      <dd>Not by refreshing, and not when this page closes for a moment: this browser keeps it. Refreshing gains nothing either.</dd>
    </dl>
    ${waitLine(waiting)}
    <p class="ways"><a class="button" id="again" href="">Look again now</a></p>
  </main>`
}
