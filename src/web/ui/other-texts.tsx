import type { JSX } from 'preact'
import type { Draft } from '../drafts/drafts.ts'

/** Texts of other tabs that nobody wrote over: they are shown until somebody has decided about them. */
export function OtherTexts({ draft }: { readonly draft: Draft }): JSX.Element {
  return (
    <>
      {draft.others.value.map((other) => (
        <section key={other.by} class="offer" aria-label="A text from another tab">
          <p>Another tab wrote this:</p>
          <blockquote dir="auto">{other.text}</blockquote>
          <p class="offer-choices">
            <button type="button" class="button" onClick={() => draft.settle(other, 'use')}>
              Use it
            </button>
            <button type="button" class="button" onClick={() => draft.settle(other, 'both')}>
              Keep both
            </button>
            <button type="button" class="button" onClick={() => draft.settle(other, 'drop')}>
              Keep mine
            </button>
          </p>
        </section>
      ))}
    </>
  )
}
