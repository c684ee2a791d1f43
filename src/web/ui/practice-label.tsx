import type { JSX } from 'preact'
import type { App } from '../state/app.ts'

export interface PracticeLabelProps {
  readonly app: App
  /** The back end that wrote; null when it is not known. */
  readonly writer: string | null
}

/** What a reader must know about the writer, beside the way to a real one; nothing for a real model. */
export function PracticeLabel({ app, writer }: PracticeLabelProps): JSX.Element | null {
  const label = writer === null ? null : (app.backends.info(writer)?.label ?? null)
  if (label === null) return null
  return (
    <span class="practice">
      {label}.{' '}
      <button type="button" class="link-button" onClick={() => (app.isConnecting.value = true)}>
        Connect a model
      </button>
    </span>
  )
}
