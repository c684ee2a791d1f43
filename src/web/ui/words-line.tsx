import type { JSX } from 'preact'
import type { App } from '../state/app.ts'
import { wordsPath } from '../state/route.ts'
import { ledgerLine } from './ledger-words.ts'
import { Link } from './link.tsx'

export interface WordsLineProps {
  readonly app: App
  readonly onGone?: (() => void) | undefined
}

/** Where all words are, in one line of numbers. */
export function WordsLine({ app, onGone }: WordsLineProps): JSX.Element | null {
  const ledger = app.ledgers.part.value?.device.counted.value ?? null
  if (ledger === null) return null
  const isHere = app.router.route.value.at === 'words'
  return (
    <Link class="words-line" app={app} to={wordsPath} isHere={isHere} onGone={onGone}>
      <span class="words-line-title">Your words</span> {ledgerLine(ledger, app.now())}
    </Link>
  )
}
