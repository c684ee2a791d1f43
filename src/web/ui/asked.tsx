import type { JSX, Ref } from 'preact'
import { useId } from 'preact/hooks'

export interface AskedProps {
  /** What is lost by it. */
  readonly question: string
  readonly sure: string
  readonly onSure: () => void
  readonly onKeep: () => void
  readonly keep?: Ref<HTMLButtonElement>
}

/** Asks once more before something is gone. */
export function Asked({ question, sure, onSure, onKeep, keep = null }: AskedProps): JSX.Element {
  const questionId = useId()
  return (
    <div role="group" aria-labelledby={questionId}>
      <p id={questionId}>{question}</p>
      <div class="dialog-actions">
        <button type="button" class="button danger" onClick={onSure}>
          {sure}
        </button>
        <button type="button" class="button" ref={keep} onClick={onKeep}>
          Keep it
        </button>
      </div>
    </div>
  )
}
