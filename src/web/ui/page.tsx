import { useSignal, useSignalEffect } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Chat } from '#protocol/chats.ts'
import { clip } from '#shared/text.ts'
import type { Shelf } from '../means.ts'
import type { App } from '../state/app.ts'
import { blankPagePath } from '../state/route.ts'
import { BlankPage } from './blank-page.tsx'
import { ChatDialog, untitled } from './chat-dialog.tsx'
import { ChatList } from './chat-list.tsx'
import { Composer } from './composer.tsx'
import { ConnectDialog } from './connect-dialog.tsx'
import { Dialog } from './dialog.tsx'
import { useFollowEnd } from './follow-end.ts'
import { Icon } from './icons.tsx'
import { Link } from './link.tsx'
import { ThemeSwitch } from './theme.tsx'
import { Transcript } from './transcript.tsx'

export interface PageProps {
  readonly app: App
  readonly shelf: Shelf
}

/** The whole page: the chats beside, the story in the middle, the box below it. */
export function Page({ app, shelf }: PageProps): JSX.Element {
  const changing = useSignal<Pick<Chat, 'id' | 'title'> | null>(null)
  const isListOpen = useSignal(false)
  const change = (chat: Pick<Chat, 'id' | 'title'>): void => {
    isListOpen.value = false
    changing.value = chat
  }
  return (
    <div class="page">
      <a class="skip" href="#box">
        Skip to the box
      </a>
      <header class="beside">
        <p class="brand">Holdfast</p>
        <ChatList app={app} onChange={change} />
        <ThemeSwitch shelf={shelf} />
      </header>
      <StoryPage app={app} onMenu={() => (isListOpen.value = true)} onChange={change} />
      {isListOpen.value && (
        <Dialog title="Holdfast" class="drawer" onClose={() => (isListOpen.value = false)}>
          <ChatList app={app} onChange={change} onGone={() => (isListOpen.value = false)} />
          <ThemeSwitch shelf={shelf} />
        </Dialog>
      )}
      {changing.value !== null && <ChatDialog app={app} {...changing.value} onClose={() => (changing.value = null)} />}
      {app.isConnecting.value && <ConnectDialog app={app} />}
    </div>
  )
}

interface StoryPageProps {
  readonly app: App
  readonly onMenu: () => void
  readonly onChange: (chat: Pick<Chat, 'id' | 'title'>) => void
}

function StoryPage({ app, onMenu, onChange }: StoryPageProps): JSX.Element {
  const story = app.story.value
  const voice = useSignal('')
  const sent = app.sending.turns.value.filter(({ chatId }) => chatId === story?.id)
  const { content, hasNewBelow, goToEnd } = useFollowEnd(story)
  const isNowhere = app.router.route.value.at === 'nowhere'
  // Whoever sends something wants to see it stand in the story.
  useEffect(() => {
    if (sent.length > 0) goToEnd()
  }, [sent.length])
  useDocumentTitle(app)
  useEscape(app)
  return (
    <main class="main">
      <header class="head">
        <button type="button" class="quiet-button menu" aria-label="Chats" onClick={onMenu}>
          <Icon name="menu" />
        </button>
        <h1>{titleOf(app)}</h1>
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
      <div class="transcript" ref={content}>
        {story !== null && <Transcript app={app} story={story} sent={sent} voice={voice} />}
        {story === null && !isNowhere && <BlankPage app={app} story={null} />}
        {isNowhere && (
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
        {hasNewBelow.value && (
          <button type="button" class="button new-below" onClick={goToEnd}>
            <Icon name="down" /> New words below
          </button>
        )}
        {!isNowhere && <Composer app={app} story={story} isSending={sent.length > 0} />}
      </div>
    </main>
  )
}

function titleOf(app: App): string {
  const story = app.story.value
  if (story === null) return app.router.route.value.at === 'nowhere' ? 'Nothing here' : 'A blank page'
  // The server makes a title of the first words; until the list of chats can be read, so does the page.
  const sent = app.sending.turns.value.find(({ chatId }) => chatId === story.id)?.turn.text
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
      if (story.editing.peek() === null) void story.stop()
      else story.editing.value = null
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [app])
}
