import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { Draft } from '../drafts/drafts.ts'
import { caretIn, useCaret } from './box-caret.ts'
import { OtherTexts } from './other-texts.tsx'

/** What the person writes to whoever helps. It is kept as safely as a story. */
export function SupportBox({ draft }: { readonly draft: Draft }): JSX.Element {
  const box = useRef<HTMLTextAreaElement>(null)
  useCaret(box, draft.place, draft)
  return (
    <>
      <OtherTexts draft={draft} />
      <div class="box help-box">
        <textarea
          ref={box}
          rows={4}
          aria-label="What happened, in your own words"
          aria-describedby="help-box-note"
          placeholder="What did you do, what did you expect, and what did you see?"
          dir="auto"
          value={draft.text.value}
          onInput={({ currentTarget }) => draft.write(currentTarget.value, caretIn(currentTarget))}
        />
      </div>
      <p class="field-note" id="help-box-note">
        It is kept in this browser while you write. Nothing of your stories goes with it unless you put it here.
      </p>
    </>
  )
}
