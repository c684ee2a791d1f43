import { computed, useSignal, type ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { Draft } from '../drafts/drafts.ts'
import type { App } from '../state/app.ts'
import { generatorPath, generatorsPath } from '../state/route.ts'
import type { Workshop } from '../state/workshop.ts'
import type { SavedGenerator } from '../workshop/library.ts'
import type { Rolled } from '../workshop/roller.ts'
import { caretIn, type Box } from './box-caret.ts'
import { untitled } from './chat-list.tsx'
import { Dialog } from './dialog.tsx'
import { LaterStyle } from './later-style.tsx'
import { Link } from './link.tsx'

export interface RollDialogProps {
  readonly app: App
  readonly box: Box
  readonly draft: Draft
  readonly onClose: () => void
}

/** Rolls one of the generators, and puts what it gives where the caret is in the box of a chat. */
export function RollDialog(props: RollDialogProps): JSX.Element {
  const { app, onClose } = props
  const { part, hasFailed } = app.workshop
  useEffect(() => void app.workshop.come(), [app])
  const all = part.value?.generators.all.value ?? null
  return (
    <Dialog title="Insert a roll" onClose={onClose}>
      <LaterStyle />
      {hasFailed.value && <p role="alert">This part of the page did not come. Load the page anew.</p>}
      {all?.length === 0 && (
        <p>
          There is no generator yet to roll.{' '}
          <Link class="help-link" app={app} to={generatorsPath} onGone={onClose}>
            Write one, or begin with one of ours
          </Link>
          . What stands in the box stays there.
        </p>
      )}
      {part.value !== null && all !== null && all.length > 0 && <Roll {...props} workshop={part.value} all={all} />}
    </Dialog>
  )
}

interface RollProps extends RollDialogProps {
  readonly workshop: Workshop
  readonly all: readonly SavedGenerator[]
}

function Roll({ app, box, draft, onClose, workshop, all }: RollProps): JSX.Element {
  const chosen = useSignal(all[0]?.id ?? '')
  const source: ReadonlySignal<string> = useMemo(
    () => computed(() => workshop.generators.all.value?.find(({ id }) => id === chosen.value)?.text ?? ''),
    [workshop],
  )
  const rolling = useMemo(() => workshop.rollingAnew(source), [source])
  useEffect(() => rolling.start(), [rolling])
  const rolled = rolling.rolled.value
  const text = textOf(rolled)
  const choose = (id: string): void => {
    // What the other one gave is not to be inserted any more.
    rolling.rolled.value = null
    chosen.value = id
  }
  const insert = (roll: string, button: HTMLElement): void => {
    const { start, end } = box.current === null ? draft.caret.peek() : caretIn(box.current)
    const before = draft.text.peek()
    const caret = start + roll.length
    draft.write(before.slice(0, start) + roll + before.slice(end), { start: caret, end: caret })
    // That gives the focus back to what had opened the dialog, and whoever inserts wants to write on.
    button.closest('dialog')?.close()
    box.current?.focus()
  }
  return (
    <div class="fields">
      <label class="field">
        Generator
        <select value={chosen.value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
          {all.map(({ id, name }) => (
            <option key={id} value={id}>
              {name.trim() === '' ? untitled : name}
            </option>
          ))}
        </select>
      </label>
      <div role="status" aria-busy={rolling.isRolling.value}>
        {text === null ? (
          <p>{sayOf(rolled)}</p>
        ) : (
          <p class="rolled" dir="auto">
            {text}
          </p>
        )}
      </div>
      <div class="dialog-actions">
        <button
          type="button"
          class="button primary"
          aria-disabled={text === null}
          onClick={({ currentTarget }) => text !== null && insert(text, currentTarget)}
        >
          Insert
        </button>
        <button type="button" class="button" onClick={() => rolling.again()}>
          Roll again
        </button>
        <Link class="help-link" app={app} to={generatorPath(chosen.value)} onGone={onClose}>
          Change this generator
        </Link>
      </div>
    </div>
  )
}

function textOf(rolled: Rolled | null): string | null {
  return typeof rolled === 'object' ? (rolled?.texts[0] ?? null) : null
}

function sayOf(rolled: Rolled | null): string {
  if (rolled === null) return 'Rolling…'
  if (rolled === 'broken') return 'The part of this page that rolls did not come, or broke.'
  if (rolled === 'silent' || rolled.fault === null) return 'There was no result in time, so the roll was ended.'
  const { line, module, message } = rolled.fault
  return `Line ${line}${module === '' ? '' : ` of ${module}`}: ${message}`
}
