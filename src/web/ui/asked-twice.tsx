import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Asked } from './asked.tsx'

export interface AskedTwiceProps {
  readonly label: string
  /** What is lost by it. */
  readonly question: string
  /** There is nothing to lose: it is done at once. */
  readonly isPlain?: boolean
  readonly onSure: () => void
}

/** A button for what cannot be taken back: it asks once more, and what is pressed without looking does nothing. */
export function AskedTwice({ label, question, isPlain = false, onSure }: AskedTwiceProps): JSX.Element {
  const isAsking = useSignal(false)
  const keep = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isAsking.value) keep.current?.focus()
  }, [isAsking.value])
  if (!isAsking.value)
    return (
      <button type="button" class="button" onClick={() => (isPlain ? onSure() : (isAsking.value = true))}>
        {label}
      </button>
    )
  return <Asked question={question} sure={label} onSure={onSure} onKeep={() => (isAsking.value = false)} keep={keep} />
}
