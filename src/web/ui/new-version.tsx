import type { ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'

/** One quiet line for whoever looks at an older page than the device has. */
export function NewVersion({ isReady }: { readonly isReady: ReadonlySignal<boolean> }): JSX.Element | null {
  if (!isReady.value) return null
  return (
    <p class="quiet-line new-version" role="status">
      <span>
        A new version is ready:{' '}
        <button type="button" class="link-button" onClick={() => location.reload()}>
          reload
        </button>{' '}
        when you like.
      </span>
    </p>
  )
}
