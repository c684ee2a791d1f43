import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import type { Message } from '#protocol/chats.ts'
import type { App } from '../state/app.ts'
import type { Story } from '../state/story.ts'
import { Icon } from './icons.tsx'
import { Prose } from './prose.tsx'
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
        onClick={() => app.composing.edit(story, message)}
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
