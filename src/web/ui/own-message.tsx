import type { ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import type { Message } from '#protocol/chats.ts'
import type { Problem } from '#protocol/problem.ts'
import type { App } from '../state/app.ts'
import type { Story } from '../state/story.ts'
import { Icon } from './icons.tsx'
import { Prose } from './prose.tsx'
import { QuietLine } from './quiet-line.tsx'
import { Variants } from './variants.tsx'

export interface OwnMessageProps {
  readonly message: Message
  readonly story: Story
  readonly app: App
}

/** What the person wrote. */
export function OwnMessage({ message, story, app }: OwnMessageProps): JSX.Element {
  const headingId = useId()
  return (
    <article class="own" aria-labelledby={headingId} data-message={message.id}>
      <h2 class="unseen" id={headingId}>
        You
      </h2>
      <Prose text={message.text} isOver />
      <button
        type="button"
        class="quiet-button"
        aria-label="Edit this message"
        onClick={() => app.edit(story, message)}
      >
        <Icon name="pencil" />
      </button>
      {message.variants.length > 1 && (
        <footer class="foot">
          <Variants message={message} onOpen={(id) => void story.open(id)} />
        </footer>
      )}
    </article>
  )
}

export interface SentMessageProps {
  readonly id: string
  readonly text: string
  readonly trouble: ReadonlySignal<Problem | null>
}

/** What the person wrote and the server has not accepted yet. */
export function MessageOnItsWay({ id, text, trouble }: SentMessageProps): JSX.Element {
  const headingId = useId()
  const problem = trouble.value
  return (
    <article class="own on-its-way" aria-labelledby={headingId} data-turn={id}>
      <h2 class="unseen" id={headingId}>
        You
      </h2>
      <Prose text={text} isOver />
      {problem === null ? (
        <QuietLine what="Being sent…" side={null} isTentative={false} />
      ) : (
        <QuietLine
          what={problem.title}
          side={problem.side}
          next="Your words are kept in this browser and sent by themselves."
          isTentative={false}
        />
      )}
    </article>
  )
}
