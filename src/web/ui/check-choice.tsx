import type { ComponentChildren, JSX } from 'preact'
import type { Check } from '../state/check.ts'

export interface StepProps {
  readonly check: Check
}

interface ChoiceProps {
  readonly label: string
  readonly isFirst?: boolean
  readonly isOff?: boolean
  readonly onClick: () => void
}

export function Choice({ label, isFirst = false, isOff = false, onClick }: ChoiceProps): JSX.Element {
  const act = (): void => {
    if (!isOff) onClick()
  }
  return (
    <button type="button" class={isFirst ? 'button primary' : 'button'} aria-disabled={isOff} onClick={act}>
      {label}
    </button>
  )
}

export function Choices({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return <div class="dialog-actions">{children}</div>
}
