import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { PickedHere } from '#story/generator.ts'
import { clip } from '#shared/text.ts'
import type { Rolling } from '../workshop/rolling.ts'
import type { RollAnswer } from '../workshop/roll-order.ts'
import { PlaceOf, type FindingsProps } from './findings.tsx'
import { shareWords } from './odds-list.tsx'

export interface WhyProps {
  readonly rolling: Rolling
  /** What came out, and which of it is asked about. */
  readonly answer: RollAnswer
  readonly index: number
  readonly onGo: FindingsProps['onGo']
}

/** Longer ways to a result are told up to here. */
const mostPicks = 200

/** Why a result is what it is: each pick on the way to it. It is found out when somebody asks. */
export function Why({ rolling, answer, index, onGo }: WhyProps): JSX.Element {
  const isOpen = useSignal(false)
  const picks = useSignal<readonly PickedHere[] | null>(null)
  useEffect(() => {
    picks.value = null
    if (isOpen.value) void rolling.why(index).then((found) => (picks.value = found))
  }, [answer, isOpen.value])
  return (
    <details class="why" onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
      <summary>
        Why<span class="unseen"> result {index + 1} is what it is</span>
      </summary>
      {picks.value === null ? <p role="status">Looking…</p> : <Picks picks={picks.value} onGo={onGo} />}
    </details>
  )
}

function Picks({ picks, onGo }: Pick<WhyProps, 'onGo'> & { readonly picks: readonly PickedHere[] }): JSX.Element {
  if (picks.length === 0) return <p class="field-note">Nothing was picked on the way to it.</p>
  const outermost = Math.min(...picks.slice(0, mostPicks).map(({ depth }) => depth))
  return (
    <>
      <ol class="picks">
        {picks.slice(0, mostPicks).map((pick, place) => (
          // The same may be picked again and again: what tells picks apart is their place.
          <li key={place} data-depth={Math.min(6, pick.depth - outermost)}>
            <PlaceOf finding={{ ...pick, column: 1 }} onGo={onGo} /> <code>{clip(pick.list, 40)}</code> gave “
            {clip(pick.item, 100)}”{pick.share < 1 && `, which comes ${shareWords(pick.share)} times of 100`}
          </li>
        ))}
      </ol>
      {picks.length > mostPicks && <p class="field-note">And {picks.length - mostPicks} more.</p>}
    </>
  )
}
