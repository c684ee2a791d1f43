import type { ComponentChildren, JSX } from 'preact'
import { sideWords, type QuietLine as Line } from './wording.ts'

export interface QuietLineProps extends Line {
  /** What can be done about it here. */
  readonly children?: ComponentChildren
}

/** One quiet line: what is happening and whose side it is on. */
export function QuietLine({ what, side, next, isTentative, children }: QuietLineProps): JSX.Element {
  return (
    <p class={isTentative ? 'quiet-line tentative' : 'quiet-line'} role="status" data-side={side ?? undefined}>
      <span class="pulse" aria-hidden="true" />
      <span>
        {what}
        {side !== null && ` (${sideWords[side]})`}
        {next !== undefined && `. ${next}`}
        {children !== undefined && ' '}
        {children}
      </span>
    </p>
  )
}
