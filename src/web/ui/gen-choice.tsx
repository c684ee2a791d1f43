import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import type { Workshop } from '../state/workshop.ts'
import type { SavedGenerator } from '../workshop/saved-generator.ts'
import type { GenLine } from '../workshop/gen-line.ts'
import { matching, nearestTo, rollables, type Rollable } from '../workshop/rollables.ts'
import type { BoxHelpProps } from './box-help.tsx'
import { useBoxKeys } from './box-keys.ts'
import { faultWords } from '../workshop/roll-words.ts'

export interface GenChoiceProps extends BoxHelpProps {
  readonly workshop: Workshop
  readonly own: readonly SavedGenerator[]
  readonly line: GenLine
  readonly onLiteral: () => void
}

/** More names are found by typing on. */
const mostShown = 8

/** The generators that a line `/gen …` in the box may mean. Choosing one puts a result in the place of the line. */
export function GenChoice({ app, story, box, draft, workshop, own, line, onLiteral }: GenChoiceProps): JSX.Element {
  const id = useId()
  const active = useSignal(0)
  const isRolling = useSignal(false)
  const trouble = useSignal('')
  const all = rollables(own)
  const shown = matching(all, line.typed).slice(0, mostShown)
  useEffect(() => {
    active.value = 0
    trouble.value = ''
  }, [line.typed])

  const choose = async (chosen: Rollable): Promise<void> => {
    if (isRolling.peek()) return
    const before = draft.text.peek()
    isRolling.value = true
    const rolled = await workshop.rollOnce(chosen.text)
    isRolling.value = false
    // Whoever typed on meanwhile means something else by now.
    if (draft.text.peek() !== before) return
    const text = typeof rolled === 'object' ? rolled.texts[0] : undefined
    if (text === undefined) trouble.value = `${chosen.name} gave nothing. ${faultWords(rolled)}`
    else workshop.inserting.put(draft, text, { start: line.from, end: line.to })
    box.current?.focus()
  }
  const sendAsItStands = (): void => {
    onLiteral()
    void app.composing.send(story)
  }
  const enter = (): void => {
    const chosen = shown[active.peek()]
    if (chosen !== undefined) void choose(chosen)
    else trouble.value = unknownWords(line.typed)
  }
  useBoxKeys(box, {
    enter,
    escape: onLiteral,
    move: (step) => (active.value = (active.peek() + step + shown.length) % Math.max(1, shown.length)),
    described: { list: shown.length > 0 ? id : null, active: shown.length > 0 ? `${id}-${active.value}` : null },
  })
  const near = shown.length === 0 ? nearestTo(all, line.typed) : undefined
  return (
    <section class="offer gen" aria-label="Insert a roll">
      {shown.length > 0 ? (
        <GenList {...{ id, shown, active: active.value }} onChoose={(chosen) => void choose(chosen)} />
      ) : (
        <p role="alert">
          {unknownWords(line.typed)}{' '}
          {near !== undefined && (
            <button type="button" class="link-button" onClick={() => void choose(near)}>
              Roll {near.name}
            </button>
          )}
        </p>
      )}
      {trouble.value !== '' && shown.length > 0 && <p role="alert">{trouble.value}</p>}
      <p class="field-note" role="status">
        {isRolling.value ? 'Rolling… ' : shown.length > 0 && 'Enter puts a result into the box. '}
        Escape leaves the line as it stands.{' '}
        <button type="button" class="link-button" onClick={sendAsItStands}>
          Send it as it stands
        </button>
      </p>
    </section>
  )
}

interface GenListProps {
  readonly id: string
  readonly shown: readonly Rollable[]
  readonly active: number
  readonly onChoose: (chosen: Rollable) => void
}

function GenList({ id, shown, active, onChoose }: GenListProps): JSX.Element {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => list.current?.children[active]?.scrollIntoView({ block: 'nearest' }), [active])
  return (
    <ul class="gen-names" id={id} role="listbox" aria-label="Generators" ref={list}>
      {shown.map((one, place) => (
        <li
          key={one.name}
          id={`${id}-${place}`}
          role="option"
          aria-selected={place === active}
          // The caret stays in the box.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(one)}
        >
          {one.name} {one.isOurs && <span>ours</span>}
        </li>
      ))}
    </ul>
  )
}

function unknownWords(typed: string): string {
  return `There is no generator called “${typed}”.`
}
