import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Message } from '#protocol/chats.ts'
import type { TurnOnItsWay } from '../sending/sending.ts'
import type { App } from '../state/app.ts'
import { upTo } from '../state/branch.ts'
import { blankPagePath } from '../state/route.ts'
import type { Story } from '../state/story.ts'
import { BlankPage } from './blank-page.tsx'
import { Link } from './link.tsx'
import { MessageOnItsWay, OwnMessage } from './own-message.tsx'
import { ProblemNote } from './problem-note.tsx'
import { QuietLine } from './quiet-line.tsx'
import { Reply } from './reply.tsx'

export interface TranscriptProps {
  readonly app: App
  readonly story: Story
  readonly sent: readonly TurnOnItsWay[]
  readonly voice: Signal<string>
}

/** The story so far. */
export function Transcript({ app, story, sent, voice }: TranscriptProps): JSX.Element {
  const messages = shown(story.messages.value, sent)
  const isEmpty = messages.length + sent.length === 0
  const refusal = story.refusal.value
  return (
    <>
      {story.before.value !== null && (
        <button type="button" class="button earlier" onClick={() => void story.loadEarlier()}>
          Show what came before
        </button>
      )}
      {messages.map((message) =>
        message.role === 'user' ? (
          <OwnMessage key={message.id} message={message} story={story} app={app} />
        ) : (
          <Reply key={message.id} message={message} story={story} app={app} voice={voice} />
        ),
      )}
      {sent.map(({ turn, trouble }) => (
        <MessageOnItsWay key={turn.id} id={turn.id} text={turn.text} trouble={trouble} />
      ))}
      <Trouble story={story} />
      {refusal !== null && (
        <ProblemNote problem={refusal}>
          <Link class="button" app={app} to={blankPagePath}>
            Begin a new chat
          </Link>
        </ProblemNote>
      )}
      {isEmpty && story.isLoaded.value && refusal === null && <BlankPage app={app} story={story} />}
    </>
  )
}

function Trouble({ story }: { readonly story: Story }): JSX.Element | null {
  const trouble = story.trouble.value
  // Under a reply that is being written its own line already says so.
  if (trouble === null || story.writing.value !== undefined) return null
  const next = story.isLoaded.value
    ? 'It is tried again by itself.'
    : 'The story is shown as soon as the way is free again.'
  return <QuietLine what={trouble.title} side={trouble.side} next={next} isTentative={!story.isLoaded.value} />
}

/** A message that is being written anew hides what stood there and below, until it is accepted or comes back. */
function shown(messages: readonly Message[], [first]: readonly TurnOnItsWay[]): readonly Message[] {
  return first === undefined || first.turn.parentId === undefined ? messages : upTo(messages, first.turn.parentId)
}
