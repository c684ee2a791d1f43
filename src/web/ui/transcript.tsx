import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Message } from '#protocol/chats.ts'
import type { Queue } from '../outbox/queue.ts'
import type { App } from '../state/app.ts'
import { upTo } from '../state/branch.ts'
import { blankPagePath, wordsPath } from '../state/route.ts'
import type { Story } from '../state/story.ts'
import { BlankPage } from './blank-page.tsx'
import { Earlier } from './earlier.tsx'
import { HelpLink } from './help-link.tsx'
import { laterPart } from './later-part.tsx'
import { Link } from './link.tsx'
import { momentWords } from './moment-words.ts'
import { OwnMessage } from './own-message.tsx'
import { ProblemNote } from './problem-note.tsx'
import { QuietLine } from './quiet-line.tsx'
import { Reply } from './reply.tsx'
import { Rows } from './rows.tsx'
import type { View } from './view.ts'
import { WaitingMessages } from './waiting-messages.tsx'
import { copyLineOf } from './wording.ts'

const SheetHead = laterPart(async () => (await import('./sheet-head.tsx')).SheetHead)

export interface TranscriptProps {
  readonly app: App
  readonly story: Story
  readonly waiting: Queue
  readonly voice: Signal<string>
  readonly view: View
}

/** The story so far. */
export function Transcript({ app, story, waiting, voice, view }: TranscriptProps): JSX.Element {
  const messages = shown(story.messages.value, waiting)
  const sheet = story.about.sheet.value ?? waiting[0]?.spot.sheet ?? null
  const isEmpty = messages.length + waiting.length === 0
  // A chat that is only on its way is one that the server cannot know yet.
  const isOnlyHere = app.ledgers.part.value?.restored.onlyHere.value.some(({ id }) => id === story.id) ?? false
  const refusal = waiting[0]?.spot.isNewChat === true ? null : story.refusal.value
  return (
    <>
      <Earlier story={story} />
      {sheet !== null && story.before.value === null && <SheetHead app={app} sheet={sheet} chatId={story.id} />}
      <Rows
        messages={messages}
        view={view}
        isFromBeginning={story.before.value === null}
        show={(message) =>
          message.role === 'user' ? (
            <OwnMessage message={message} story={story} app={app} />
          ) : (
            <Reply message={message} story={story} app={app} voice={voice} />
          )
        }
      />
      <WaitingMessages app={app} story={story} waiting={waiting} />
      <Trouble app={app} story={story} />
      {refusal !== null && isOnlyHere && <OnlyHereLine app={app} />}
      {refusal !== null && !isOnlyHere && (
        <ProblemNote app={app} problem={refusal}>
          <Link class="button" app={app} to={blankPagePath}>
            Begin a new chat
          </Link>
        </ProblemNote>
      )}
      {isEmpty && story.isLoaded.value && refusal === null && <BlankPage app={app} story={story} />}
    </>
  )
}

function OnlyHereLine({ app }: { readonly app: App }): JSX.Element {
  return (
    <p class="quiet-line" role="status">
      <span>
        The server no longer has this chat; it is only on this device.{' '}
        <Link app={app} to={wordsPath}>
          Your words
        </Link>
      </span>
    </p>
  )
}

function Trouble({ app, story }: { readonly app: App; readonly story: Story }): JSX.Element | null {
  const trouble = story.trouble.value
  const copyAsOf = story.copyAsOf.value
  if (copyAsOf !== null && story.refusal.value === null)
    return (
      <QuietLine {...copyLineOf(momentWords(copyAsOf, app.now()), trouble)}>
        {trouble !== null && <HelpLink app={app} />}
      </QuietLine>
    )
  // Under a reply that is being written its own line already says so.
  if (trouble === null || story.writing.value !== undefined) return null
  const next = story.isLoaded.value
    ? 'It is tried again by itself.'
    : 'The story is shown as soon as the way is free again.'
  const isTentative = !story.isLoaded.value
  return (
    <QuietLine what={trouble.title} side={trouble.side} next={next} isTentative={isTentative}>
      <HelpLink app={app} />
    </QuietLine>
  )
}

/** A message that is being written anew hides what stood there and below, until it is accepted or comes back. */
function shown(messages: readonly Message[], [first]: Queue): readonly Message[] {
  return first?.spot.parentId === undefined ? messages : upTo(messages, first.spot.parentId)
}
