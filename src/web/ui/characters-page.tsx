import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { emptySheet, type Sheet } from '#protocol/sheet.ts'
import { clip } from '#shared/text.ts'
import { readCharacter } from '../characters/character-file.ts'
import type { ListedCharacter } from '../characters/characters.ts'
import { starters } from '../characters/starters.ts'
import type { App } from '../state/app.ts'
import { characterPath, charactersPath } from '../state/route.ts'
import type { Workshop } from '../state/workshop.ts'
import { CharacterPage } from './character-page.tsx'
import { LaterStyle } from './later-style.tsx'
import { Link } from './link.tsx'
import { storeWords } from './wording.ts'

export interface CharactersPageProps {
  readonly app: App
  /** The character that is open; null for the list of all. */
  readonly id: string | null
}

/** Where characters are written. */
export function CharactersPage({ app, id }: CharactersPageProps): JSX.Element {
  const { part, hasFailed } = app.workshop
  useEffect(() => void app.workshop.come(), [app])
  useEffect(() => scrollTo({ top: 0, behavior: 'instant' }), [id])
  const workshop = part.value
  const all = workshop?.characters.all.value ?? null
  const trouble = workshop?.characters.library.trouble.value ?? null
  return (
    <div class="words">
      <LaterStyle />
      {hasFailed.value && <p role="alert">This part of the page did not come. Load the page anew.</p>}
      {trouble !== null && (
        <p class="problem" role="alert">
          {storeWords(trouble)}: your list of characters could not be read or changed. Save what matters as a file.
        </p>
      )}
      {workshop === null || all === null ? (
        <p role="status">Looking for your characters…</p>
      ) : id === null ? (
        <CharacterList app={app} workshop={workshop} all={all} />
      ) : !all.some((character) => character.id === id) ? (
        <p>
          This browser has no such character.{' '}
          <Link class="help-link" app={app} to={charactersPath}>
            All characters
          </Link>
        </p>
      ) : (
        <CharacterPage key={id} app={app} workshop={workshop} id={id} />
      )}
    </div>
  )
}

interface CharacterListProps {
  readonly app: App
  readonly workshop: Workshop
  readonly all: readonly ListedCharacter[]
}

function CharacterList({ app, workshop, all }: CharacterListProps): JSX.Element {
  const begin = (sheet: Sheet): void => app.router.go(characterPath(workshop.characters.begin(sheet)))
  return (
    <>
      <section class="card" aria-labelledby="characters-title">
        <h2 id="characters-title">Your characters</h2>
        <p>Somebody to tell a story with: who they are, where it begins, the first words, and how it is told.</p>
        {all.length === 0 && <p class="field-note">There are none yet.</p>}
        <ul class="generators" aria-label="Your characters">
          {all.map(({ id, name, about }) => (
            <li key={id}>
              <Link class="help-link" app={app} to={characterPath(id)}>
                {name.trim() === '' ? 'Nobody has named them' : name}
              </Link>{' '}
              <span class="field-note">{clip(about, 80)}</span>
            </li>
          ))}
        </ul>
        <div class="dialog-actions">
          <button type="button" class="button primary" onClick={() => begin(emptySheet)}>
            New character
          </button>
        </div>
        <BringIn workshop={workshop} />
      </section>
      <section class="card" aria-labelledby="starters-title">
        <h2 id="starters-title">Begin with one of these</h2>
        <p>They are yours from then on: change every word.</p>
        <ul class="generators">
          {starters.map(({ gives, sheet }) => (
            <li key={gives}>
              <button type="button" class="link-button" onClick={() => begin(sheet)}>
                {`${gives.charAt(0).toUpperCase()}${gives.slice(1)}`}
              </button>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

/** Takes in files that characters were saved as. */
function BringIn({ workshop }: { readonly workshop: Workshop }): JSX.Element {
  const told = useSignal('')
  const bringIn = async (files: readonly File[]): Promise<void> => {
    const refused: string[] = []
    for (const file of files) {
      const sheet = await readCharacter(file)
      if (sheet === null) refused.push(`“${file.name}”`)
      else workshop.characters.begin(sheet)
    }
    told.value =
      refused.length === 0
        ? 'They are in the list now.'
        : `Not taken: ${refused.join(', ')}. It cannot be read, or is no character that was saved here.`
  }
  return (
    <>
      <label class="field">
        Bring in a file
        <input
          type="file"
          multiple
          accept=".json,application/json"
          onChange={({ currentTarget }) => {
            void bringIn([...(currentTarget.files ?? [])])
            // So that the same file can be chosen again.
            currentTarget.value = ''
          }}
        />
        <span class="field-note">Characters that were saved as files here or elsewhere.</span>
      </label>
      <p class="handed" role="status">
        {told.value}
      </p>
    </>
  )
}
