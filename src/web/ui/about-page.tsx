import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { Problem } from '#protocol/problem.ts'
import { emptySheet, type Sheet } from '#protocol/sheet.ts'
import type { App } from '../state/app.ts'
import { characterPath, chatPath } from '../state/route.ts'
import type { StorySheet } from '../state/story-sheet.ts'
import type { Workshop } from '../state/workshop.ts'
import { LaterStyle } from './later-style.tsx'
import { Link } from './link.tsx'
import { ProblemNote } from './problem-note.tsx'
import { SheetFields } from './sheet-fields.tsx'
import { SheetHead } from './sheet-head.tsx'

export interface AboutPageProps {
  readonly app: App
  readonly id: string
}

/** Whom and what one story is about, to be read and changed. */
export function AboutPage({ app, id }: AboutPageProps): JSX.Element {
  const { part, hasFailed } = app.workshop
  useEffect(() => void app.workshop.come(), [app])
  const workshop = part.value
  return (
    <div class="words">
      <LaterStyle />
      <p>
        <Link class="help-link" app={app} to={chatPath(id)}>
          Back to the story
        </Link>
      </p>
      {hasFailed.value && <p role="alert">This part of the page did not come. Load the page anew.</p>}
      {workshop !== null && <StoryCard key={id} app={app} workshop={workshop} id={id} />}
    </div>
  )
}

interface StoryCardProps extends AboutPageProps {
  readonly workshop: Workshop
}

function StoryCard({ app, workshop, id }: StoryCardProps): JSX.Element {
  const about = useMemo(() => app.aboutChat(id), [app, id])
  const problem = useSignal<Problem | null>(null)
  const isRead = useSignal(false)
  useEffect(() => {
    void about.read(null).then((trouble) => {
      problem.value = trouble
      isRead.value = true
    })
  }, [about])
  const isChanging = workshop.sheets.all.value?.some((changed) => changed.id === id) ?? false
  const sheet = about.sheet.value
  if (isChanging) return <Changing app={app} workshop={workshop} id={id} about={about} />
  if (sheet !== null)
    return (
      <section class="card about-story" aria-labelledby="about-title">
        <h2 id="about-title">About this story</h2>
        <SheetHead app={app} sheet={sheet} />
        <Told title="Who they are" text={sheet.about} />
        <Told title="How it is told" text={sheet.telling} />
        {sheet.lore.map(({ keys, text }) => (
          <Told
            key={keys + text}
            title={keys === '' ? 'Always known' : `Known when it comes up: ${keys}`}
            text={text}
          />
        ))}
        <div class="dialog-actions">
          <button type="button" class="button primary" onClick={() => workshop.sheets.begin(sheet, id)}>
            Change it
          </button>
          <button
            type="button"
            class="button"
            onClick={() => app.router.go(characterPath(workshop.characters.begin(plain(sheet))))}
          >
            Keep as a character of mine
          </button>
        </div>
      </section>
    )
  if (problem.value !== null) return <ProblemNote app={app} problem={problem.value} />
  if (!isRead.value) return <p role="status">Looking for what this story is about…</p>
  return (
    <section class="card" aria-labelledby="about-title">
      <h2 id="about-title">About this story</h2>
      <p>Nothing is written down of whom and what this story is about. Write it, and the model is told from then on.</p>
      <div class="dialog-actions">
        <button type="button" class="button primary" onClick={() => workshop.sheets.begin(emptySheet, id)}>
          Write it down
        </button>
      </div>
    </section>
  )
}

/** One of its texts, as it stands. */
function Told({ title, text }: { readonly title: string; readonly text: string }): JSX.Element | null {
  if (text === '') return null
  return (
    <section>
      <h3>{title}</h3>
      <p class="told" dir="auto">
        {text}
      </p>
    </section>
  )
}

/** Nothing of it is to be rolled any more: its brackets stay brackets. */
function plain(sheet: Sheet): Sheet {
  const asItIs = (text: string): string => text.replaceAll(/[\\[\]{}]/g, String.raw`\$&`)
  return {
    ...sheet,
    name: asItIs(sheet.name),
    about: asItIs(sheet.about),
    scene: asItIs(sheet.scene),
    opening: asItIs(sheet.opening),
    telling: asItIs(sheet.telling),
    lore: sheet.lore.map(({ keys, text }) => ({ keys, text: asItIs(text) })),
  }
}

interface ChangingProps extends StoryCardProps {
  readonly about: StorySheet
}

function Changing({ app, workshop, id, about }: ChangingProps): JSX.Element {
  const opened = useMemo(() => workshop.sheets.open(id), [workshop, id])
  const problem = useSignal<Problem | null>(null)
  useEffect(() => opened.resume(), [opened, opened.besides()])
  const save = async (): Promise<void> => {
    problem.value = await about.change(opened.sheet())
    if (problem.value !== null) return
    void app.chats.load()
    if (await workshop.sheets.remove(id)) app.router.go(chatPath(id))
  }
  return (
    <section class="card" aria-labelledby="about-title">
      <h2 id="about-title">About this story</h2>
      <p>The model is told this from the next reply on. What stands in the story already is not touched.</p>
      <SheetFields opened={opened} />
      <p class="field-note">Kept here with every letter, and not in the story yet.</p>
      <div class="dialog-actions">
        <button type="button" class="button primary" onClick={() => void save()}>
          Save to the story
        </button>
        <button type="button" class="button" onClick={() => void workshop.sheets.remove(id)}>
          Leave it as it was
        </button>
      </div>
      {problem.value !== null && <ProblemNote app={app} problem={problem.value} />}
    </section>
  )
}
