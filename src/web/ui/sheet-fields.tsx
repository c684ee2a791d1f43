import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { tellings, type Telling } from '../characters/starters.ts'
import type { OpenCharacter } from '../characters/open-character.ts'
import { mostIn, type SheetText } from '../characters/saved-character.ts'
import { portraitOf } from '../characters/portrait.ts'
import type { RowText } from '../workshop/row-text.ts'
import { OtherTexts } from './other-texts.tsx'

export interface SheetFieldsProps {
  readonly opened: OpenCharacter
  /** Ways of one's own to have a story told, besides ours. */
  readonly ownTellings?: readonly Telling[]
  /** What can be put into a text by itself. */
  readonly besides?: (name: SheetText) => JSX.Element | null
}

/** The texts of a character, each kept with every letter. */
export function SheetFields({ opened, ownTellings = [], besides = () => null }: SheetFieldsProps): JSX.Element {
  const field = (name: SheetText, label: string, note: string, rows: number): JSX.Element => (
    <>
      <TextField label={label} note={note} text={opened.text(name)} rows={rows} most={mostIn[name]} />
      {besides(name)}
    </>
  )
  return (
    <div class="fields">
      {field('name', 'Name', 'The others can say [name] for it.', 1)}
      <Portrait opened={opened} />
      {field(
        'about',
        'Who they are',
        'Nature, looks, past, way of speaking. The model is told this; it is not shown.',
        5,
      )}
      {field('scene', 'Where it begins', 'Place, time, and what has happened.', 3)}
      {field('opening', 'The opening', 'The first words of the story.', 4)}
      {field('telling', 'How it is told', 'What the model is to hold to, from the first reply to the last.', 3)}
      <Tellings text={opened.text('telling')} all={[...ownTellings, ...tellings]} />
      <LoreFields opened={opened} />
    </div>
  )
}

interface TextFieldProps {
  readonly label: string
  readonly note?: string
  readonly text: RowText
  readonly rows: number
  readonly most: number
}

function TextField({ label, note, text, rows, most }: TextFieldProps): JSX.Element {
  const box = {
    value: text.text.value,
    maxLength: most,
    dir: 'auto',
    autocomplete: 'off',
    onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      text.write(currentTarget.value),
  } as const
  return (
    <>
      <OtherTexts draft={text.draft} />
      <label class="field">
        {label} {note !== undefined && <span class="field-note">{note}</span>}
        {rows === 1 ? <input {...box} type="text" /> : <textarea {...box} rows={rows} />}
      </label>
    </>
  )
}

interface TellingsProps {
  readonly text: RowText
  readonly all: readonly Telling[]
}

/** Ways to tell a story, to be taken and changed. */
function Tellings({ text, all }: TellingsProps): JSX.Element {
  return (
    <div class="surprise" role="group" aria-label="Ways to tell it">
      <span>Take one of these:</span>
      {all.map((telling) => (
        <button key={telling.name + telling.text} type="button" class="button" onClick={() => text.write(telling.text)}>
          {telling.name}
        </button>
      ))}
    </div>
  )
}

function Portrait({ opened }: { readonly opened: OpenCharacter }): JSX.Element {
  const trouble = useSignal('')
  const choose = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    const drawn = await portraitOf(file)
    trouble.value = drawn.ok ? '' : 'This file is no picture that your browser can open, or it is too large.'
    if (drawn.ok) opened.setPicture(drawn.value)
  }
  const { picture } = opened
  return (
    <div class="portrait">
      {picture !== '' && <img src={picture} alt="The picture as it is kept" />}
      <label class="field">
        A picture{' '}
        <span class="field-note">
          It is made small, kept here, and goes along with each story. The model never sees it.
        </span>
        <input
          type="file"
          accept="image/*"
          onChange={({ currentTarget }) => {
            void choose(currentTarget.files?.[0])
            // So that the same file can be chosen again.
            currentTarget.value = ''
          }}
        />
      </label>
      {picture !== '' && (
        <button type="button" class="button" onClick={() => opened.setPicture('')}>
          Take the picture away
        </button>
      )}
      <p class="handed" role="status">
        {trouble.value}
      </p>
    </div>
  )
}

function LoreFields({ opened }: { readonly opened: OpenCharacter }): JSX.Element {
  const lore = opened.lore.value
  return (
    <section class="lore" aria-labelledby="lore-title">
      <h3 id="lore-title">Lorebook</h3>
      <p class="field-note">
        What the model is told only when one of its words comes up in the story. Without such words it is always told.
      </p>
      {lore.map((entry, place) => (
        <div key={entry.id} class="lore-entry" role="group" aria-label={`Entry ${place + 1}`}>
          <TextField
            label="Words that call it up"
            note="With commas between them."
            text={entry.keys}
            rows={1}
            most={500}
          />
          <TextField label="What is to be known then" text={entry.text} rows={3} most={5_000} />
          <button type="button" class="button" onClick={() => opened.removeLore(entry)}>
            Take this entry out
          </button>
        </div>
      ))}
      {lore.length < 100 && (
        <button type="button" class="button" onClick={() => opened.addLore()}>
          Add an entry
        </button>
      )}
    </section>
  )
}
