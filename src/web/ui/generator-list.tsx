import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { clip } from '#shared/text.ts'
import type { App } from '../state/app.ts'
import { generatorPath } from '../state/route.ts'
import type { Workshop } from '../state/workshop.ts'
import { beginnings } from '../workshop/beginnings.ts'
import { mostCharacters, readGenerator } from '../workshop/files.ts'
import { generatorInText, type Found } from '../workshop/pasted.ts'
import type { SavedGenerator } from '../workshop/saved-generator.ts'
import { BringIn } from './bring-in.tsx'
import { untitled } from './chat-list.tsx'
import { Link } from './link.tsx'
import { PromptBuilder } from './prompt-builder.tsx'
import { SharedOffer } from './shared-offer.tsx'

export interface GeneratorListProps {
  readonly app: App
  readonly workshop: Workshop
  readonly all: readonly SavedGenerator[]
}

const newText = 'output\n  Write {here|whatever you like}.\n'

/** All generators, and the ways to a new one. */
export function GeneratorList({ app, workshop, all }: GeneratorListProps): JSX.Element {
  const begin = (name: string, text: string): void =>
    app.router.go(generatorPath(workshop.generators.begin(name, text)))
  const isBuilding = useSignal(false)
  return (
    <>
      {isBuilding.value && <PromptBuilder app={app} onClose={() => (isBuilding.value = false)} />}
      <SharedOffer app={app} onTake={({ name, text }) => begin(name, text)} />
      <section class="card" aria-labelledby="generators-title">
        <h2 id="generators-title">Your generators</h2>
        <p>
          A generator is a text of lists. Each roll picks from them and gives a new text: a character, a place, a first
          line.
        </p>
        {all.length === 0 && <p class="field-note">There are none yet.</p>}
        <ul class="generators" aria-label="Your generators">
          {all.map(({ id, name, text }) => (
            <li key={id}>
              <Link class="help-link" app={app} to={generatorPath(id)}>
                {name.trim() === '' ? untitled : name}
              </Link>{' '}
              <span class="field-note">{clip(text, 80)}</span>
            </li>
          ))}
        </ul>
        <div class="dialog-actions">
          <button type="button" class="button primary" onClick={() => begin('', newText)}>
            New generator
          </button>
          <button type="button" class="button" onClick={() => (isBuilding.value = true)}>
            Build a prompt
          </button>
        </div>
        <BringIn
          accept=".txt,.perchance,.html,text/plain,text/html"
          note="The lists of a Perchance generator work as they are, and so does the page that it was saved as."
          refusal="It cannot be read, has no generator in it, or is larger than any generator may be."
          take={async (file) => {
            const brought = await readGenerator(file)
            if (brought !== null) workshop.generators.takeIn(brought.name, brought.text, brought.imports)
            return brought !== null
          }}
        />
        <PasteIn
          onTake={({ name, lists, imports }) =>
            app.router.go(generatorPath(workshop.generators.takeIn(name, lists, imports)))
          }
        />
      </section>
      <section class="card" aria-labelledby="beginnings-title">
        <h2 id="beginnings-title">Begin with one of these</h2>
        <p>They are yours from then on: change every word.</p>
        <ul class="generators">
          {beginnings.map(({ name, gives, text }) => (
            <li key={name}>
              <button type="button" class="link-button" onClick={() => begin(name, text)}>
                {name}
              </button>{' '}
              <span class="field-note">{gives}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

interface PasteInProps {
  readonly onTake: (found: Found) => void
}

/** Takes in what was copied elsewhere: lists, lists with their page, or the source of a page that has both. */
function PasteIn({ onTake }: PasteInProps): JSX.Element {
  const pasted = useSignal('')
  const told = useSignal('')
  const take = (): void => {
    const isTooLarge = pasted.peek().length > mostCharacters
    const found = isTooLarge ? null : generatorInText(pasted.peek())
    if (found === null) told.value = 'There is no generator in this, or it is larger than any may be.'
    else onTake(found)
  }
  return (
    <details>
      <summary>Paste one</summary>
      <label class="field">
        Lists, or the source of a page
        <textarea
          rows={6}
          spellcheck={false}
          value={pasted.value}
          onInput={({ currentTarget }) => (pasted.value = currentTarget.value)}
        />
        <span class="field-note">
          Of a page its lists are taken, those that it imports, and what it shows of them. Nothing of it is run.
        </span>
      </label>
      <div class="dialog-actions">
        <button
          type="button"
          class="button"
          aria-disabled={pasted.value.trim() === ''}
          onClick={() => pasted.peek().trim() !== '' && take()}
        >
          Take it
        </button>
        <p class="handed" role="alert">
          {told.value}
        </p>
      </div>
    </details>
  )
}
