import { computed, useSignal, type ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { Draft } from '../drafts/drafts.ts'
import type { App } from '../state/app.ts'
import { generatorPath, generatorsPath } from '../state/route.ts'
import type { Workshop } from '../state/workshop.ts'
import { beginnings } from '../workshop/beginnings.ts'
import type { SavedGenerator } from '../workshop/saved-generator.ts'
import type { Rolled } from '../workshop/roller.ts'
import { caretIn, type Box } from './box-caret.ts'
import { untitled } from './chat-list.tsx'
import { Dialog } from './dialog.tsx'
import { faultWords } from '../workshop/roll-words.ts'
import { LaterStyle } from './later-style.tsx'
import { Link } from './link.tsx'
import { PromptBuilder } from './prompt-builder.tsx'
import { Surprise } from './surprise.tsx'

export interface RollDialogProps {
  readonly app: App
  readonly box: Box
  readonly draft: Draft
  readonly onClose: () => void
}

/** Rolls one of the generators, and puts what it gives where the caret is in the box of a chat. */
export function RollDialog(props: RollDialogProps): JSX.Element {
  const { app, box, draft, onClose } = props
  const { part, hasFailed } = app.workshop
  useEffect(() => void app.workshop.come(), [app])
  const all = part.value?.generators.all.value ?? null
  const take = (prompt: string): void => {
    part.peek()?.inserting.put(draft, prompt)
    box.current?.focus()
  }
  const onDone = (): void => {
    onClose()
    box.current?.focus()
  }
  const isBuilding = useSignal(false)
  if (isBuilding.value) return <PromptBuilder app={app} onClose={onClose} onTake={take} />
  // The dialog that makes place for the builder says of itself that it was closed.
  const close = (): void => {
    if (!isBuilding.peek()) onClose()
  }
  return (
    <Dialog title="Insert a roll" onClose={close}>
      <LaterStyle />
      {hasFailed.value && <p role="alert">This part of the page did not come. Load the page anew.</p>}
      <Surprise app={app} draft={draft} kinds={['turn', 'opening', 'character', 'scene']} onDone={onDone} />
      <p>
        <button type="button" class="link-button" onClick={() => (isBuilding.value = true)}>
          Build a prompt
        </button>{' '}
        of a subject, a style, a mood and constraints.
      </p>
      {part.value !== null && all !== null && <Roll {...props} workshop={part.value} all={all} />}
    </Dialog>
  )
}

interface RollProps extends RollDialogProps {
  readonly workshop: Workshop
  readonly all: readonly SavedGenerator[]
}

function Roll({ app, box, draft, onClose, workshop, all }: RollProps): JSX.Element {
  const chosen = useSignal(all[0]?.id ?? ours(beginnings[0]?.name))
  const source: ReadonlySignal<string> = useMemo(
    () => computed(() => textOfChosen(workshop.generators.all.value ?? [], chosen.value)),
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
    workshop.inserting.put(draft, roll, box.current === null ? draft.caret.peek() : caretIn(box.current))
    // That gives the focus back to what had opened the dialog, and whoever inserts wants to write on.
    button.closest('dialog')?.close()
    box.current?.focus()
  }
  return (
    <div class="fields">
      <label class="field">
        Generator
        <select value={chosen.value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
          {all.length > 0 && (
            <optgroup label="Yours">
              {all.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name.trim() === '' ? untitled : name}
                </option>
              ))}
            </optgroup>
          )}
          <optgroup label="Ours">
            {beginnings.map(({ name }) => (
              <option key={name} value={ours(name)}>
                {name}
              </option>
            ))}
          </optgroup>
        </select>
      </label>
      {!isOurs(chosen.value) && <ForNextTurn workshop={workshop} id={chosen.value} />}
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
        <Link
          class="help-link"
          app={app}
          to={isOurs(chosen.value) ? generatorsPath : generatorPath(chosen.value)}
          onGone={onClose}
        >
          {isOurs(chosen.value) ? 'Write one' : 'Change this generator'}
        </Link>
      </div>
    </div>
  )
}

function textOf(rolled: Rolled | null): string | null {
  return typeof rolled === 'object' ? (rolled?.texts[0] ?? null) : null
}

function sayOf(rolled: Rolled | null): string {
  return rolled === null ? 'Rolling…' : faultWords(rolled)
}

/** Lets a generator of one's own give the next turn whenever a surprise is asked for. */
function ForNextTurn({ workshop, id }: { readonly workshop: Workshop; readonly id: string }): JSX.Element {
  const { value, keep } = workshop.surprising
  return (
    <label class="radio">
      <input
        type="checkbox"
        checked={value.value === id}
        onChange={({ currentTarget }) => keep(currentTarget.checked ? id : '')}
      />
      Surprise me with this one as the next turn
    </label>
  )
}

// No generator that somebody wrote has such an id.
const ours = (name = ''): string => `ours:${name}`
const isOurs = (chosen: string): boolean => chosen.startsWith(ours())

function textOfChosen(all: readonly SavedGenerator[], chosen: string): string {
  return all.find(({ id }) => id === chosen)?.text ?? beginnings.find(({ name }) => ours(name) === chosen)?.text ?? ''
}
