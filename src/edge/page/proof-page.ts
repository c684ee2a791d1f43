import { faults } from '#protocol/faults.ts'
import { markup, type Markup } from '#shared/markup.ts'
import type { SiteWords } from '../site.ts'
import { framed, waitLine, type Waiting } from './frame.ts'
import { proofScript } from './proof-script.ts'
import { duration } from './words.ts'

export interface ProofPageFacts {
  /** The sum, as JSON. */
  readonly sum: string
  /** Where its solution goes, up to the solution itself. */
  readonly answer: string
  readonly site: SiteWords
  readonly waiting: Waiting
}

/** The page for a newcomer while there are far too many of them. */
export function proofPage(facts: ProofPageFacts): string {
  const { title } = faults['proof-wanted']
  return framed({
    title: `${title} | ${facts.site.name}`,
    waiting: facts.waiting,
    main: main(facts),
    more: proofScript,
  })
}

function main({ sum, answer, waiting }: ProofPageFacts): Markup {
  const { title, says, status } = faults['proof-wanted']
  return markup`<main>
    <p class="side">It is our side: far more come than usual.</p>
    <h1>${title}</h1>
    <p>${says}</p>
    <dl class="answers">
      <dt>What should I do?</dt>
      <dd>
        Nothing: this page goes on by itself in ${duration(waiting.retryAfterMs)}. You are asked for nothing else, and not
        again for half an hour.
      </dd>
      <dt>Can it be sooner?</dt>
      <dd>
        If your browser does a sum that takes it some seconds, it goes on as soon as that is done.
        <span id="sum" role="status" data-sum="${sum}" data-answer="${answer}">It needs scripts for it.</span>
        <button id="stop" type="button" hidden>Stop, I would rather wait</button>
      </dd>
      <dt>Do I lose anything?</dt>
      <dd>No. Refreshing gains nothing, and the time that you have waited is kept by this browser.</dd>
    </dl>
    ${waitLine(waiting)}
    <p class="number">Error ${String(status)}</p>
  </main>`
}
