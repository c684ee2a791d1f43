import type { JSX } from 'preact'
import type { Signal } from '@preact/signals'
import type { Restored } from '../copies/restored.ts'
import type { App } from '../state/app.ts'
import type { Ledgers } from '../state/ledgers.ts'
import { wordsPath } from '../state/route.ts'
import { Link } from './link.tsx'
import { ProblemNote } from './problem-note.tsx'
import { restoredWords } from './ledger-words.ts'

export interface RestoredOfferProps {
  readonly app: App
  readonly ledgers: Ledgers
}

/** Words that the server has lost and this device has: the person says what becomes of them. */
export function RestoredOffer({ app, ledgers }: RestoredOfferProps): JSX.Element | null {
  const { onlyHere, isDecided, broughtBack } = ledgers.restored
  if (broughtBack.value > 0) return <BroughtBack messages={broughtBack} />
  // There they are shown in full, with the same choice below them.
  const isShown = app.router.route.value.at === 'words'
  if (onlyHere.value.length === 0 || isDecided.value || isShown) return null
  return (
    <section class="offer aside" aria-label="Words that the server no longer has">
      <p>{restoredSentence(app, ledgers)}</p>
      <PutBackChoices restored={ledgers.restored}>
        <Link class="button" app={app} to={wordsPath}>
          Show them
        </Link>
      </PutBackChoices>
    </section>
  )
}

export function restoredSentence(app: App, { server, restored }: Ledgers): string {
  const restoredFrom = server.last.value?.ledger.restoredFrom ?? null
  const messages = restored.onlyHere.value.reduce((sum, { onlyHere }) => sum + onlyHere.length, 0)
  return restoredWords({ restoredFrom, messages, now: app.now() })
}

interface PutBackChoicesProps {
  readonly restored: Restored
  readonly children?: JSX.Element
}

export function PutBackChoices({ restored, children }: PutBackChoicesProps): JSX.Element {
  const { isPuttingBack, isDecided, problem } = restored
  return (
    <>
      <p class="offer-choices">
        <button
          type="button"
          class="button primary"
          aria-disabled={isPuttingBack.value}
          onClick={() => void restored.putBack()}
        >
          {isPuttingBack.value ? 'Putting them back…' : 'Put them back'}
        </button>
        {!isDecided.value && (
          <button type="button" class="button" onClick={() => void restored.keepHereOnly()}>
            Keep them here only
          </button>
        )}
        {children}
      </p>
      {problem.value !== null && <ProblemNote problem={problem.value} />}
    </>
  )
}

function BroughtBack({ messages }: { readonly messages: Signal<number> }): JSX.Element {
  return (
    <p class="quiet-line aside" role="status">
      <span>
        {messages.value === 1 ? 'The message is' : `The ${messages.value.toLocaleString('en')} messages are`} on the
        server again.{' '}
        <button type="button" class="link-button" onClick={() => (messages.value = 0)}>
          Good
        </button>
      </span>
    </p>
  )
}
