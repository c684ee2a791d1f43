import type { JSX } from 'preact'
import type { App } from '../state/app.ts'

/** One quiet line when a copy of the stories is due and a person has to do something about it. */
export function CopyNotice({ app }: { readonly app: App }): JSX.Element | null {
  const copies = app.safekeeping.part.value?.deviceCopies
  if (copies === undefined || copies.isCopying.value) return null
  const isBarred = copies.trouble.value?.kind === 'ask-again'
  if (!isBarred && !copies.isReminding.value) return null
  return (
    <p class="quiet-line new-version" role="status">
      <span>
        A copy of your stories is due{isBarred && ', and your browser wants to ask you first'}:{' '}
        <button
          type="button"
          class="link-button"
          onClick={() => void (isBarred ? copies.askAgain() : copies.copyNow())}
        >
          {isBarred ? 'let it ask' : 'save it'}
        </button>
      </span>
    </p>
  )
}
