import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { sheetLimits } from '#protocol/sheet.ts'
import { tellings, type Telling } from '../characters/starters.ts'
import type { OpenCharacter } from '../characters/open-character.ts'
import type { SheetText } from '../characters/saved-character.ts'
import { portraitOf } from '../characters/portrait.ts'
import type { RowText } from '../workshop/row-text.ts'
import { AskedTwice } from './asked-twice.tsx'
import { OtherTexts } from './other-texts.tsx'

export interface SheetFieldsProps {
  readonly opened: OpenCharacter
  /** What stands in brackets is rolled later. */
  readonly isRolled: boolean
  /** Ways of one's own to have a story told, besides ours. */
  readonly ownTellings?: readonly Telling[]
  /** What can be put into a text by itself. */
  readonly besides?: (name: SheetText) => JSX.Element | null
}

/** The texts of a character, each kept with every letter. */
export function SheetFields({
  opened,
  isRolled,
  ownTellings = [],
  besides = () => null,
}: SheetFieldsProps): JSX.Element {
  const all = isRolled ? [...ownTellings, ...tellings] : tellings.map(settled)
  const field = (name: SheetText, props: Omit<TextFieldProps, 'text' | 'most'>): JSX.Element => (
    <>
      <TextField {...props} text={opened.text(name)} most={sheetLimits[name]} />
      {besides(name)}
    </>
  )
  return (
    <div class="fields">
      {field('name', { label: 'Name', note: isRolled ? 'The others can say [name] for it.' : '', rows: 1 })}
      <Portrait opened={opened} />
      {field('about', { label: 'Who they are', note: aboutNote, rows: 5 })}
      {field('scene', { label: 'Where it begins', note: 'Place, time, and what has happened.', rows: 3 })}
      {field('opening', { label: 'The opening', note: 'The first words of the story.', rows: 4 })}
      {field('telling', { label: 'How it is told', note: tellingNote, rows: 3 })}
      <Tellings text={opened.text('telling')} all={all} />
      <LoreFields opened={opened} />
    </div>
  )
}

const aboutNote = 'Nature, looks, past, way of speaking. The model is told this; it is not shown.'
const tellingNote = 'What the model is to hold to, from the first reply to the last.'

/** Where nothing is rolled, the first of what could come. */
function settled({ name, text }: Telling): Telling {
  return { name, text: text.replaceAll(/\{([^|}]*)[^}]*\}/g, '$1') }
}

interface TextFieldProps {
  readonly label: string
  readonly note: string
  readonly text: RowText
  readonly rows: number
  readonly most: number
}

function TextField({ label, note, text, rows, most }: TextFieldProps): JSX.Element {
  const { length } = text.text.value
  const box = {
    value: text.text.value,
    dir: 'auto',
    autocomplete: 'off',
    onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      text.write(currentTarget.value),
  } as const
  return (
    <>
      <OtherTexts draft={text.draft} />
      <label class="field">
        {label} {note !== '' && <span class="field-note">{note}</span>}
        {rows === 1 ? <input {...box} type="text" /> : <textarea {...box} rows={rows} />}
      </label>
      {length > most && (
        <p class="field-note" role="status">
          It has {length} characters, and a story takes {most} of them along: shorten it.
        </p>
      )}
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
        <button key={telling.name + telling.text} type="button" class="button" onClick={() => text.add(telling.text)}>
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
          <TextField label="What is to be known then" note="" text={entry.text} rows={3} most={sheetLimits.lore} />
          <AskedTwice
            label="Take this entry out"
            question="What stands in it will be gone."
            isPlain={entry.keys.text.value + entry.text.text.value === ''}
            onSure={() => opened.removeLore(entry)}
          />
        </div>
      ))}
      {lore.length < sheetLimits.entries && (
        <button type="button" class="button" onClick={() => opened.addLore()}>
          Add an entry
        </button>
      )}
    </section>
  )
}
