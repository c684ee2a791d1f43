import type { ComponentChildren, JSX } from 'preact'
import { clip } from '#shared/text.ts'
import type { App } from '../state/app.ts'
import type { Story } from '../state/story.ts'
import { OtherTexts } from './other-texts.tsx'
import { ProblemNote } from './problem-note.tsx'
import { notKept, notSent } from './wording.ts'

export interface NoticesProps {
  readonly app: App
  readonly story: Story | null
}

/** What has to be known about the words in the box. */
export function Notices({ app, story }: NoticesProps): JSX.Element {
  const { composing, drafts, outbox } = app
  const place = composing.place(story)
  const draft = drafts.of(place)
  const refused = composing.refused.value.get(place)
  const [draftTrouble, outboxTrouble] = [drafts.trouble.value, outbox.trouble.value]
  return (
    <>
      {refused !== undefined && (
        <ProblemNote app={app} problem={refused}>
          <button type="button" class="button" onClick={() => composing.forgive(place)}>
            Dismiss
          </button>
        </ProblemNote>
      )}
      {outboxTrouble !== null && <Notice>{notSent(outboxTrouble)}</Notice>}
      {draftTrouble !== null && <Notice>{notKept(draftTrouble)}</Notice>}
      {story !== null && <BeingRewritten app={app} story={story} />}
      <OtherTexts draft={draft} />
      {story !== null && <BegunElsewhere app={app} story={story} />}
    </>
  )
}

function Notice({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return (
    <p class="quiet-line" role="status">
      <span>{children}</span>
    </p>
  )
}

function BeingRewritten({ app, story }: { readonly app: App; readonly story: Story }): JSX.Element | null {
  const id = story.rewriting.value
  if (id === null && story.editing.value === null) return null
  const isStillWaiting = app.outbox.turns.value.some((turn) => turn.id === id && !turn.mayHaveArrived)
  return (
    <Notice>
      {wordsOfRewriting(id !== null, isStillWaiting)}{' '}
      <button type="button" class="link-button" onClick={() => app.composing.leave(story)}>
        Leave it as it is
      </button>
    </Notice>
  )
}

function wordsOfRewriting(isWaiting: boolean, isStillWaiting: boolean): string {
  if (!isWaiting) return 'You are writing a message anew. What was there stays as another variant.'
  return isStillWaiting
    ? 'You are changing a message that waits to be sent.'
    : 'This message is being sent just now, as it was. As soon as it has arrived you can send your change as a variant.'
}

function BegunElsewhere({ app, story }: { readonly app: App; readonly story: Story }): JSX.Element {
  return (
    <>
      {app.composing.begunElsewhere(story).map((other) => (
        <Notice key={other.place}>
          You have begun something on another branch of this chat: “{clip(other.text.value, 60)}”{' '}
          <button type="button" class="link-button" onClick={() => app.composing.bringHere(story, other)}>
            Bring it here
          </button>
        </Notice>
      ))}
    </>
  )
}
