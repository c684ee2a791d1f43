import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { clip } from '#shared/text.ts'
import { browserSaving } from '../archive/browser.ts'
import { characterFile } from '../characters/character-file.ts'
import type { OpenCharacter } from '../characters/open-character.ts'
import type { SheetText } from '../characters/saved-character.ts'
import type { Telling } from '../characters/starters.ts'
import type { App } from '../state/app.ts'
import { prepareFrom } from '../state/prepare.ts'
import { blankPagePath, charactersPath } from '../state/route.ts'
import type { Workshop } from '../state/workshop.ts'
import { fileNameOf } from '../workshop/files.ts'
import { asItStands } from '../workshop/parts.ts'
import { faultWords } from '../workshop/roll-words.ts'
import { surpriseSource, type SurpriseKind } from '../workshop/surprises.ts'
import { Asked } from './asked.tsx'
import { Link } from './link.tsx'
import { SheetFields } from './sheet-fields.tsx'

export interface CharacterPageProps {
  readonly app: App
  readonly workshop: Workshop
  readonly id: string
}

/** One character: its texts, and the way from it into a story. */
export function CharacterPage({ app, workshop, id }: CharacterPageProps): JSX.Element {
  const opened = useMemo(() => workshop.characters.open(id), [workshop, id])
  // Also when somebody has decided about what another tab wrote.
  useEffect(() => opened.resume(), [opened, opened.besides()])
  return (
    <>
      <p>
        <Link class="help-link" app={app} to={charactersPath}>
          All characters
        </Link>
      </p>
      <section class="card" aria-labelledby="character-title">
        <h2 id="character-title">The character</h2>
        <p>
          Whatever stands in brackets is rolled when a story begins: <code>{'{a|b}'}</code>, and <code>[name]</code> of
          each of your generators.
        </p>
        <SheetFields
          opened={opened}
          isRolled
          ownTellings={tellingsBesides(workshop, id)}
          besides={(name) => <SurpriseField workshop={workshop} opened={opened} name={name} />}
        />
        <p class="field-note">
          {opened.isKept.value
            ? 'Kept in this browser. A story that begins with it takes it along, to the server and into every copy.'
            : 'Every change is kept as you type; it goes into the list at the next pause.'}
        </p>
        <Taking app={app} workshop={workshop} opened={opened} />
      </section>
    </>
  )
}

/** How the other characters of this browser are told, each way once. */
function tellingsBesides({ characters }: Workshop, id: string): readonly Telling[] {
  const others = (characters.all.value ?? []).filter((other) => other.id !== id && other.telling.trim() !== '')
  const once = new Map(others.map(({ name, telling }) => [telling, `As with ${clip(name, 30) || 'another'}`]))
  return [...once].map(([text, name]) => ({ name, text }))
}

/** Which generator of ours fills which text. */
const surprises: { readonly [Name in SheetText]?: { readonly kind: SurpriseKind; readonly label: string } } = {
  about: { kind: 'character', label: 'Surprise me with somebody' },
  scene: { kind: 'scene', label: 'Surprise me with a scene' },
  opening: { kind: 'opening', label: 'Surprise me with an opening' },
}

interface SurpriseFieldProps {
  readonly workshop: Workshop
  readonly opened: OpenCharacter
  readonly name: SheetText
}

function SurpriseField({ workshop, opened, name }: SurpriseFieldProps): JSX.Element | null {
  const trouble = useSignal('')
  const surprise = surprises[name]
  if (surprise === undefined) return null
  const roll = async (): Promise<void> => {
    const rolled = await workshop.rollOnce(surpriseSource(surprise.kind))
    const came = typeof rolled === 'object' ? rolled.texts[0] : undefined
    trouble.value = came === undefined ? faultWords(rolled) : ''
    if (came === undefined) return
    opened.text(name).add(asItStands(came))
  }
  return (
    <div class="surprise">
      <button type="button" class="button" onClick={() => void roll()}>
        {surprise.label}
      </button>
      <p class="handed" role="status">
        {trouble.value}
      </p>
    </div>
  )
}

interface TakingProps {
  readonly app: App
  readonly workshop: Workshop
  readonly opened: OpenCharacter
}

/** Beginning a story with it, taking it away as a file, and doing away with it. */
function Taking({ app, workshop, opened }: TakingProps): JSX.Element {
  const isRemoving = useSignal(false)
  const trouble = useSignal('')
  const begin = async (): Promise<void> => {
    trouble.value = await prepareFrom(app, opened.id)
    if (trouble.value === '') app.router.go(blankPagePath)
  }
  const save = (): void => {
    const sheet = opened.sheet()
    const file = new Blob([characterFile(sheet)], { type: 'application/json' })
    browserSaving.fromBlob(file, fileNameOf(sheet.name === '' ? 'character' : sheet.name, 'json'))
  }
  const remove = async (): Promise<void> => {
    if (await workshop.characters.remove(opened.id)) app.router.replace(charactersPath)
    else isRemoving.value = false
  }
  if (!isRemoving.value)
    return (
      <div class="dialog-actions">
        <button type="button" class="button primary" onClick={() => void begin()}>
          Begin a story
        </button>
        <button type="button" class="button" onClick={save}>
          Save as a file
        </button>
        <button type="button" class="button danger" onClick={() => (isRemoving.value = true)}>
          Delete…
        </button>
        <p class="handed" role="alert">
          {trouble.value}
        </p>
      </div>
    )
  return (
    <Asked
      question="It will be gone from this browser, for good. Stories that began with it keep what they have."
      sure="Delete for good"
      onSure={() => void remove()}
      onKeep={() => (isRemoving.value = false)}
    />
  )
}
