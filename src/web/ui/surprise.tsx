import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Draft } from '../drafts/drafts.ts'
import type { App } from '../state/app.ts'
import type { Workshop } from '../state/workshop.ts'
import { surpriseSource, surpriseWords, type SurpriseKind } from '../workshop/surprises.ts'
import { LaterStyle } from './later-style.tsx'
import { faultWords } from '../workshop/roll-words.ts'

export interface SurpriseProps {
  readonly app: App
  readonly draft: Draft
  readonly kinds: readonly SurpriseKind[]
  /** The roll stands in the box. */
  readonly onDone?: () => void
}

/** Buttons that roll something for the box. Nothing is sent by them. */
export function Surprise({ app, draft, kinds, onDone = focusBox }: SurpriseProps): JSX.Element {
  const rolling = useSignal<SurpriseKind | null>(null)
  const trouble = useSignal('')
  const surprise = async (kind: SurpriseKind): Promise<void> => {
    if (rolling.peek() !== null) return
    rolling.value = kind
    trouble.value = await rollInto(app, draft, kind)
    rolling.value = null
    if (trouble.value === '') onDone()
  }
  return (
    <div class="surprise" role="group" aria-label="Surprise me">
      <LaterStyle />
      <span>Surprise me:</span>
      {kinds.map((kind) => (
        <button
          key={kind}
          type="button"
          class="button"
          aria-disabled={rolling.value !== null}
          onClick={() => void surprise(kind)}
        >
          {surpriseWords[kind]}
        </button>
      ))}
      <p role="status" class="handed">
        {trouble.value}
      </p>
    </div>
  )
}

/** Answers with what went wrong; empty when the roll stands in the box. */
async function rollInto(app: App, draft: Draft, kind: SurpriseKind): Promise<string> {
  await app.workshop.come()
  const workshop = app.workshop.part.peek()
  if (workshop === null) return 'The part of this page that rolls did not come. Load the page anew.'
  const rolled = await workshop.rollOnce(sourceFor(workshop, kind))
  const text = typeof rolled === 'object' ? rolled.texts[0] : undefined
  if (text === undefined) return faultWords(rolled)
  workshop.inserting.put(draft, text)
  return ''
}

/** For the next turn a generator of one's own may have been chosen, which may be gone by now. */
function sourceFor({ surprising, generators }: Workshop, kind: SurpriseKind): string {
  const own = generators.all.peek()?.find(({ id }) => id === surprising.value.peek())
  return kind === 'turn' && own !== undefined ? own.text : surpriseSource(kind)
}

function focusBox(): void {
  document.getElementById('box')?.focus()
}
