import type { JSX } from 'preact'
import { sideWords, type QuietLine as Line } from './wording.ts'

/** One quiet line: what is happening and whose side it is on. */
export function QuietLine({ what, side, next, isTentative }: Line): JSX.Element {
  return (
    <p class={isTentative ? 'quiet-line tentative' : 'quiet-line'} role="status" data-side={side ?? undefined}>
      <span class="pulse" aria-hidden="true" />
      <span>
        {what}
        {side !== null && ` (${sideWords[side]})`}
        {next !== undefined && `. ${next}`}
      </span>
    </p>
  )
}
