import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Story } from '../state/story.ts'
import { Icon } from './icons.tsx'
import type { View } from './view.ts'

export interface ToBeginningProps {
  readonly story: Story
  readonly view: View
}

/** The way to where the story begins, for whoever is far from there. */
export function ToBeginning({ story, view }: ToBeginningProps): JSX.Element | null {
  const hasFocus = useSignal(false)
  const isThere = !view.isBelowBeginning.value && story.before.value === null
  // While the keyboard is on it, it stays: nobody should find themselves nowhere.
  if (isThere && !hasFocus.value) return null
  const isGoing = view.isGoingBack.value
  return (
    <button
      type="button"
      class="quiet-button"
      aria-label={isGoing ? 'Reading back to the beginning…' : 'To the beginning'}
      aria-disabled={isThere || isGoing}
      onFocus={() => (hasFocus.value = true)}
      onBlur={() => (hasFocus.value = false)}
      onClick={() => void view.goToBeginning()}
    >
      {isGoing ? <span class="pulse" aria-hidden="true" /> : <Icon name="top" />}
    </button>
  )
}
