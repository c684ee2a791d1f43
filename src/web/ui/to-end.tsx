import type { JSX } from 'preact'
import { Icon } from './icons.tsx'
import type { View } from './view.ts'

/** The way back to where the story goes on, for whoever is far from there. */
export function ToEnd({ view }: { readonly view: View }): JSX.Element | null {
  const below = view.below.value
  if (below === 'nothing') return null
  const go = ({ detail }: MouseEvent): void => {
    view.goToEnd()
    // This button is gone then. Pressed with a key, it hands the keyboard on to the box.
    if (detail === 0) document.getElementById('box')?.focus()
  }
  return (
    <button type="button" class="button to-end" onClick={go}>
      <Icon name="down" /> {below === 'news' ? 'New words below' : 'To the end'}
    </button>
  )
}
