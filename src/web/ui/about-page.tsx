import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { Problem } from '#protocol/problem.ts'
import { emptySheet, type Sheet } from '#protocol/sheet.ts'
import type { App } from '../state/app.ts'
import { characterPath, chatPath } from '../state/route.ts'
import type { StorySheet } from '../state/story-sheet.ts'
import type { Workshop } from '../state/workshop.ts'
import { asItStands } from '../workshop/parts.ts'
import { AskedTwice } from './asked-twice.tsx'
import { LaterStyle } from './later-style.tsx'
import { Link } from './link.tsx'
import { ProblemNote } from './problem-note.tsx'
import { SheetFields } from './sheet-fields.tsx'
import { SheetHead } from './sheet-head.tsx'
import { storeWords } from './wording.ts'

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
  // Also when the list of chats has been read again: the server may be back.
  const { value: list } = app.chats.list
  useEffect(() => {
    void about.read().then((trouble) => {
      problem.value = trouble
      isRead.value = true
    })
  }, [about, list])
  const changed = workshop.sheets.all.value
  const sheet = about.sheet.value ?? app.outbox.turns.value.find((turn) => turn.chatId === id)?.spot.sheet ?? null
  if (changed === null || (sheet === null && !isRead.value))
    return <p role="status">Looking for what this story is about…</p>
  if (changed.some((one) => one.id === id)) {
    // Where its row is lost, it is the server's sheet that was changed: without it nothing can be saved over it.
    if (sheet === null && problem.value !== null) return <ProblemNote app={app} problem={problem.value} />
    return <Changing app={app} workshop={workshop} id={id} about={about} base={sheet ?? emptySheet} />
  }
  if (sheet === null && problem.value !== null) return <ProblemNote app={app} problem={problem.value} />
  return sheet === null ? (
    <section class="card" aria-labelledby="about-title">
      <h2 id="about-title">About this story</h2>
      <p>Nothing is written down of whom and what this story is about. Write it, and the model is told from then on.</p>
      <OnlyHere about={about} />
      <div class="dialog-actions">
        <button type="button" class="button primary" onClick={() => workshop.sheets.begin(emptySheet, id)}>
          Write it down
        </button>
      </div>
    </section>
  ) : (
    <section class="card about-story" aria-labelledby="about-title">
      <h2 id="about-title">About this story</h2>
      <OnlyHere about={about} />
      <SheetHead app={app} sheet={sheet} />
      <Told title="Who they are" text={sheet.about} />
      <Told title="How it is told" text={sheet.telling} />
      {sheet.lore.map(({ keys, text }, place) => (
        <Told key={place} title={keys.trim() === '' ? 'Always known' : `Known when it comes up: ${keys}`} text={text} />
      ))}
      <div class="dialog-actions">
        <button type="button" class="button primary" onClick={() => workshop.sheets.begin(sheet, id)}>
          Change it
        </button>
        <button
          type="button"
          class="button"
          onClick={() => app.router.go(characterPath(workshop.characters.begin(unrolled(sheet))))}
        >
          Keep as a character of mine
        </button>
      </div>
    </section>
  )
}

/** Offers back what the server had before it was restored. */
function OnlyHere({ about }: { readonly about: StorySheet }): JSX.Element | null {
  const problem = useSignal<Problem | null>(null)
  const sheet = about.onlyHere.value
  if (sheet === null) return null
  return (
    <section class="offer" aria-label="What only this device has">
      <p>
        The server no longer has the newest state of this; this device has it
        {sheet.name === '' ? '' : ` (${sheet.name})`}.
      </p>
      <p class="offer-choices">
        <button
          type="button"
          class="button"
          onClick={() => void about.change(sheet).then((trouble) => (problem.value = trouble))}
        >
          Give it back to the server
        </button>
        <AskedTwice
          label="Let it go"
          question="What only this device has of it will be gone, for good."
          onSure={() => about.letGo()}
        />
      </p>
      {problem.value !== null && <ProblemNote problem={problem.value} />}
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

/** Nothing of it is to be rolled any more. */
function unrolled(sheet: Sheet): Sheet {
  return {
    ...sheet,
    name: asItStands(sheet.name),
    about: asItStands(sheet.about),
    scene: asItStands(sheet.scene),
    opening: asItStands(sheet.opening),
    telling: asItStands(sheet.telling),
    lore: sheet.lore.map(({ keys, text }) => ({ keys, text: asItStands(text) })),
  }
}

interface ChangingProps extends StoryCardProps {
  readonly about: StorySheet
  /** What is changed. */
  readonly base: Sheet
}

function Changing({ app, workshop, id, about, base }: ChangingProps): JSX.Element {
  const opened = useMemo(() => workshop.sheets.open(id, base), [workshop, id])
  const problem = useSignal<Problem | null>(null)
  const isSaving = useSignal(false)
  const besides = opened.besides()
  const trouble = workshop.sheets.library.trouble.value
  useEffect(() => opened.resume(), [opened, besides])
  const save = async (): Promise<void> => {
    if (isSaving.peek() || opened.besides() > 0) return
    isSaving.value = true
    const sent = opened.sheet()
    problem.value = await about.change(sent)
    isSaving.value = false
    if (problem.value !== null) return
    void app.chats.load()
    // What was written meanwhile is not in the story, and stays here.
    if (JSON.stringify(opened.sheet()) !== JSON.stringify(sent)) return
    if (await workshop.sheets.remove(id)) app.router.go(chatPath(id))
  }
  return (
    <section class="card" aria-labelledby="about-title">
      <h2 id="about-title">About this story</h2>
      <p>The model is told this from the next reply on. What stands in the story already is not touched.</p>
      {trouble !== null && (
        <p class="problem" role="alert">
          {storeWords(trouble)}: only the words in the boxes are kept, and no picture or empty entry.
        </p>
      )}
      <SheetFields opened={opened} isRolled={false} />
      <p class="field-note">
        {besides > 0
          ? 'Another tab has written here, too: decide about its texts first.'
          : 'Kept here with every letter, and not in the story yet.'}
      </p>
      <div class="dialog-actions">
        <button
          type="button"
          class="button primary"
          aria-disabled={isSaving.value || besides > 0}
          onClick={() => void save()}
        >
          {isSaving.value ? 'Saving…' : 'Save to the story'}
        </button>
        <AskedTwice
          label="Leave it as it was"
          question="What you have changed here will be gone."
          onSure={() => void workshop.sheets.remove(id)}
        />
      </div>
      {problem.value !== null && <ProblemNote app={app} problem={problem.value} />}
    </section>
  )
}
