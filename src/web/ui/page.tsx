import { useSignal, useSignalEffect, type ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Chat } from '#protocol/chats.ts'
import { clip } from '#shared/text.ts'
import type { Shelf } from '../means.ts'
import type { App } from '../state/app.ts'
import { blankPagePath, charactersPath, generatorsPath, type Route } from '../state/route.ts'
import { BlankPage } from './blank-page.tsx'
import { ChatList, untitled } from './chat-list.tsx'
import { Composer } from './composer.tsx'
import { CopyNotice } from './copy-notice.tsx'
import { Dialog } from './dialog.tsx'
import { HelpLink } from './help-link.tsx'
import { Icon } from './icons.tsx'
import { laterDialog } from './later-dialog.tsx'
import { laterPart } from './later-part.tsx'
import { Link, type LinkProps } from './link.tsx'
import { NewVersion } from './new-version.tsx'
import { ThemeSwitch } from './theme.tsx'
import { ToBeginning } from './to-beginning.tsx'
import { ToEnd } from './to-end.tsx'
import { Transcript } from './transcript.tsx'
import { useView } from './view.ts'

const ChatDialog = laterDialog(async () => (await import('./chat-dialog.tsx')).ChatDialog)
const ConnectDialog = laterDialog(async () => (await import('./connect-dialog.tsx')).ConnectDialog)

const IncidentLine = laterPart(async () => (await import('./incident-line.tsx')).IncidentLine)
const RestoredOffer = laterPart(async () => (await import('./restored-offer.tsx')).RestoredOffer)
const didNotCome = <p role="alert">This part of the page did not come. Load the page anew.</p>
const WorkshopPage = laterPart(async () => (await import('./workshop-page.tsx')).WorkshopPage, didNotCome)
const CharactersPage = laterPart(async () => (await import('./characters-page.tsx')).CharactersPage, didNotCome)
const AboutPage = laterPart(async () => (await import('./about-page.tsx')).AboutPage, didNotCome)
const WordsLine = laterPart(async () => (await import('./words-line.tsx')).WordsLine)

/** Whole pages that come when they are opened. */
const laterPages: { readonly [At in Route['at']]?: (props: { readonly app: App }) => JSX.Element } = {
  words: laterPart(async () => (await import('./words-page.tsx')).WordsPage, didNotCome),
  support: laterPart(async () => (await import('./support-page.tsx')).SupportPage, didNotCome),
  check: laterPart(async () => (await import('./check-page.tsx')).CheckPage, didNotCome),
}

export interface PageProps {
  readonly app: App
  readonly shelf: Shelf
  readonly hasNewVersion: ReadonlySignal<boolean>
}

/** The whole page: the chats beside, the story in the middle, the box below it. */
export function Page({ app, shelf, hasNewVersion }: PageProps): JSX.Element {
  const changing = useSignal<Pick<Chat, 'id' | 'title'> | null>(null)
  const isListOpen = useSignal(false)
  const change = (chat: Pick<Chat, 'id' | 'title'>): void => {
    isListOpen.value = false
    changing.value = chat
  }
  return (
    <div class="page">
      <SkipLink app={app} />
      <header class="beside">
        <p class="brand">Holdfast</p>
        <ChatList app={app} onChange={change} />
        <Ways app={app} shelf={shelf} />
      </header>
      <StoryPage app={app} hasNewVersion={hasNewVersion} onMenu={() => (isListOpen.value = true)} onChange={change} />
      {isListOpen.value && (
        <Dialog title="Holdfast" class="drawer" onClose={() => (isListOpen.value = false)}>
          <ChatList app={app} onChange={change} onGone={() => (isListOpen.value = false)} />
          <Ways app={app} shelf={shelf} onGone={() => (isListOpen.value = false)} />
        </Dialog>
      )}
      {changing.value !== null && <ChatDialog app={app} {...changing.value} onClose={() => (changing.value = null)} />}
      {app.isConnecting.value && <ConnectDialog app={app} onClose={() => (app.isConnecting.value = false)} />}
    </div>
  )
}

/** For whoever goes through the page by keyboard. Not every place has a box. */
function SkipLink({ app }: { readonly app: App }): JSX.Element {
  const { at } = app.router.route.value
  const hasBox = at === 'blank-page' || at === 'chat'
  return (
    <a class="skip" href={hasBox ? '#box' : '#content'}>
      {hasBox ? 'Skip to the box' : 'Skip to the page'}
    </a>
  )
}

interface WaysProps extends Pick<LinkProps, 'app' | 'onGone'> {
  readonly shelf: Shelf
}

/** What there is besides the chats. */
function Ways({ app, shelf, onGone }: WaysProps): JSX.Element {
  const { at } = app.router.route.value
  return (
    <>
      {app.ledgers.part.value !== null && <WordsLine app={app} onGone={onGone} />}
      <Link class="words-line" app={app} to={charactersPath} isHere={at === 'characters'} onGone={onGone}>
        Characters
      </Link>
      <Link class="words-line" app={app} to={generatorsPath} isHere={at === 'generators'} onGone={onGone}>
        Generators
      </Link>
      <HelpLink app={app} class="words-line" onGone={onGone} />
      <ThemeSwitch shelf={shelf} />
    </>
  )
}

interface StoryPageProps {
  readonly app: App
  readonly hasNewVersion: ReadonlySignal<boolean>
  readonly onMenu: () => void
  readonly onChange: (chat: Pick<Chat, 'id' | 'title'>) => void
}

function StoryPage({ app, hasNewVersion, onMenu, onChange }: StoryPageProps): JSX.Element {
  const story = app.story.value
  const voice = useSignal('')
  const waiting = app.outbox.turns.value.filter(({ id, chatId }) => chatId === story?.id && !story.has(id))
  const content = useRef<HTMLDivElement>(null)
  const view = useView(story, content)
  const route = app.router.route.value
  const { at } = route
  const LaterPage = laterPages[at]
  const ledgers = app.ledgers.part.value
  const isToWrite = at === 'chat' || at === 'blank-page'
  // Whoever sends something wants to see it stand in the story.
  useEffect(() => {
    if (waiting.length > 0) view.goToEnd()
  }, [waiting.length])
  useDocumentTitle(app)
  useEscape(app)
  return (
    <main class="main">
      <header class="head">
        <button type="button" class="quiet-button menu" aria-label="Chats" onClick={onMenu}>
          <Icon name="menu" />
        </button>
        <h1>{titleOf(app)}</h1>
        {story !== null && <ToBeginning story={story} view={view} />}
        {story !== null && (
          <button
            type="button"
            class="quiet-button"
            aria-label="Rename or delete this chat"
            onClick={() => onChange({ id: story.id, title: app.chats.titleOf(story.id) })}
          >
            <Icon name="pencil" />
          </button>
        )}
      </header>
      <div class="transcript" id="content" ref={content}>
        {story !== null && <Transcript app={app} story={story} waiting={waiting} voice={voice} view={view} />}
        {at === 'blank-page' && <BlankPage app={app} story={null} />}
        {LaterPage !== undefined && <LaterPage app={app} />}
        {route.at === 'generators' && <WorkshopPage app={app} id={route.id} />}
        {route.at === 'characters' && <CharactersPage app={app} id={route.id} />}
        {route.at === 'about' && <AboutPage app={app} id={route.id} />}
        {at === 'nowhere' && (
          <p>
            There is nothing at this address.{' '}
            <Link app={app} to={blankPagePath}>
              Begin a new chat
            </Link>
          </p>
        )}
      </div>
      <div class="unseen" role="log" aria-live="polite" aria-label="The reply, as it is written">
        {voice.value}
      </div>
      <div class="foot-of-page">
        <ToEnd view={view} />
        <NewVersion isReady={hasNewVersion} />
        <CopyNotice app={app} />
        {ledgers !== null && <IncidentLine app={app} />}
        {ledgers !== null && <RestoredOffer app={app} ledgers={ledgers} />}
        {isToWrite && <Composer app={app} story={story} waiting={waiting} />}
      </div>
    </main>
  )
}

const titles: Readonly<Record<Route['at'], string>> = {
  'blank-page': 'A blank page',
  words: 'Your words',
  support: 'Get help',
  check: 'Test the way',
  generators: 'Generators',
  characters: 'Characters',
  about: 'About this story',
  nowhere: 'Nothing here',
  chat: untitled,
}

function titleOf(app: App): string {
  const story = app.story.value
  if (story === null) return titles[app.router.route.value.at]
  // The server makes a title of the first words; until the list of chats can be read, so does the page.
  const sent = app.outbox.turns.value.find(({ chatId }) => chatId === story.id)?.text
  const first = (story.before.value === null ? story.messages.value[0]?.text : undefined) ?? sent
  return app.chats.titleOf(story.id) ?? (first === undefined ? untitled : clip(first, 60))
}

function useDocumentTitle(app: App): void {
  useSignalEffect(() => {
    document.title = `${titleOf(app)} · Holdfast`
  })
}

/** Escape leaves the message that is being edited, or stops the reply, from anywhere on the page. */
function useEscape(app: App): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const story = app.story.peek()
      if (event.key !== 'Escape' || story === null || document.querySelector('dialog[open]') !== null) return
      if (story.editing.peek() === null && story.rewriting.peek() === null) void story.stop()
      else app.composing.leave(story)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [app])
}
