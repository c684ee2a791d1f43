import type { JSX } from 'preact'
import { emptySheet, type Sheet } from '#protocol/sheet.ts'
import { clip } from '#shared/text.ts'
import { readCharacter } from '../characters/character-file.ts'
import type { ListedCharacter } from '../characters/characters.ts'
import { starters } from '../characters/starters.ts'
import type { App } from '../state/app.ts'
import { characterPath, charactersPath } from '../state/route.ts'
import type { Workshop } from '../state/workshop.ts'
import { BringIn } from './bring-in.tsx'
import { CharacterPage } from './character-page.tsx'
import { KeptListPage } from './kept-list-page.tsx'
import { Link } from './link.tsx'

export interface CharactersPageProps {
  readonly app: App
  /** The character that is open; null for the list of all. */
  readonly id: string | null
}

/** Where characters are written. */
export function CharactersPage({ app, id }: CharactersPageProps): JSX.Element {
  return (
    <KeptListPage
      app={app}
      id={id}
      names={{ one: 'character', many: 'characters' }}
      path={charactersPath}
      list={({ characters }) => ({ all: characters.all.value, trouble: characters.library.trouble.value })}
      showAll={(workshop, all) => <CharacterList app={app} workshop={workshop} all={all} />}
      showOne={(workshop, one) => <CharacterPage key={one} app={app} workshop={workshop} id={one} />}
    />
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
        <BringIn
          accept=".json,application/json"
          note="Characters that were saved as files here or elsewhere."
          refusal="It cannot be read, or is no character that was saved here."
          take={async (file) => {
            const sheet = await readCharacter(file)
            if (sheet !== null) workshop.characters.begin(sheet)
            return sheet !== null
          }}
        />
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
