import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Draft } from '../drafts/drafts.ts'
import type { App } from '../state/app.ts'
import type { Story } from '../state/story.ts'
import { genLineIn } from '../workshop/gen-line.ts'
import type { Box } from './box-caret.ts'
import { GenChoice } from './gen-choice.tsx'
import { LaterStyle } from './later-style.tsx'

export interface BoxHelpProps {
  readonly app: App
  readonly story: Story | null
  readonly box: Box
  readonly draft: Draft
}

/** What the workshop does for the box of a chat: `/gen name` in it, and taking a roll out again. */
export function BoxHelp(props: BoxHelpProps): JSX.Element | null {
  const { app, draft } = props
  const { part, hasFailed } = app.workshop
  /** The line that is to be sent as it stands. */
  const literal = useSignal('')
  useEffect(() => void app.workshop.come(), [app])
  useEffect(() => takeBackByKey(props), [app, draft])
  const text = draft.text.value
  const line = genLineIn(text)
  const isWanted = line !== null && text.slice(line.from, line.to) !== literal.value
  const all = part.value?.generators.all.value ?? null
  return (
    <>
      <LaterStyle />
      {isWanted && hasFailed.value && (
        <p role="alert">The part of this page that rolls did not come. Load the page anew; your words are kept.</p>
      )}
      {isWanted && part.value !== null && all !== null && (
        <GenChoice
          {...props}
          workshop={part.value}
          own={all}
          line={line}
          onLiteral={() => (literal.value = text.slice(line.from, line.to))}
        />
      )}
      {part.value?.inserting.canTakeBack(draft) === true && (
        <p class="quiet-line" role="status">
          <span>
            The roll stands in the box; nothing was sent.{' '}
            <button type="button" class="link-button" onClick={() => part.value?.inserting.takeBack(draft)}>
              Take it out again
            </button>
          </span>
        </p>
      )}
    </>
  )
}

/** What a roll put in is nothing that the browser's own undo knows of. */
function takeBackByKey({ app, box, draft }: BoxHelpProps): () => void {
  const heard = new AbortController()
  const onKey = (event: KeyboardEvent): void => {
    const inserting = app.workshop.part.peek()?.inserting
    const isUndo = event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey
    if (!isUndo || inserting?.canTakeBack(draft) !== true) return
    event.preventDefault()
    inserting.takeBack(draft)
  }
  box.current?.addEventListener('keydown', onKey, { signal: heard.signal })
  return () => heard.abort()
}
