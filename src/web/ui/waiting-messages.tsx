import type { JSX } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { canMove, type Queue } from '../outbox/queue.ts'
import type { WaitingTurn } from '../outbox/waiting-turn.ts'
import type { App } from '../state/app.ts'
import type { Story } from '../state/story.ts'
import { Icon } from './icons.tsx'
import { ProblemNote } from './problem-note.tsx'
import { Prose } from './prose.tsx'
import { QuietLine } from './quiet-line.tsx'
import { waitingLineOf } from './wording.ts'

export interface WaitingMessagesProps {
  readonly app: App
  readonly story: Story
  readonly waiting: Queue
}

/** What the person wrote and the server has not accepted yet, in the order in which it goes. */
export function WaitingMessages({ app, story, waiting }: WaitingMessagesProps): JSX.Element {
  return (
    <>
      {waiting.map((turn, index) => (
        <WaitingMessage key={turn.id} app={app} story={story} waiting={waiting} turn={turn} index={index} />
      ))}
    </>
  )
}

interface WaitingMessageProps extends WaitingMessagesProps {
  readonly turn: WaitingTurn
  readonly index: number
}

function WaitingMessage({ app, story, waiting, turn, index }: WaitingMessageProps): JSX.Element {
  const headingId = useId()
  const trouble = app.outbox.troubleOf(story.id)
  const isReplyOver = story.writing.value === undefined
  const line = waitingLineOf({ turn, index, trouble, isReplyOver })
  return (
    <article class="own waiting" aria-labelledby={headingId} data-turn={turn.id}>
      <h2 class="unseen" id={headingId}>
        You, waiting to be sent{waiting.length > 1 && `, ${index + 1} of ${waiting.length}`}
      </h2>
      <Prose text={turn.text} isOver />
      {turn.refusal === null ? <QuietLine {...line} /> : <ProblemNote app={app} problem={turn.refusal} />}
      {line.isChangeable && <Tools app={app} story={story} waiting={waiting} turn={turn} />}
    </article>
  )
}

/** What can be done with a message for as long as it is certain that the server does not have it. */
function Tools({ app, story, waiting, turn }: Omit<WaitingMessageProps, 'index'>): JSX.Element {
  const isBeingRewritten = story.rewriting.value === turn.id
  return (
    <footer class="foot">
      <button
        type="button"
        class="quiet-button"
        aria-disabled={isBeingRewritten}
        onClick={() => app.composing.rewrite(story, turn)}
      >
        <Icon name="pencil" /> {isBeingRewritten ? 'In the box below' : 'Edit'}
      </button>
      <button type="button" class="quiet-button" onClick={() => void app.composing.takeBack(turn)}>
        <Icon name="takeBack" /> Take back
      </button>
      {waiting.length > 1 && (
        <>
          <Move app={app} waiting={waiting} turn={turn} by={-1} />
          <Move app={app} waiting={waiting} turn={turn} by={1} />
        </>
      )}
    </footer>
  )
}

interface MoveProps {
  readonly app: App
  readonly waiting: Queue
  readonly turn: WaitingTurn
  readonly by: -1 | 1
}

function Move({ app, waiting, turn, by }: MoveProps): JSX.Element {
  const button = useRef<HTMLButtonElement>(null)
  const wasPressed = useRef(false)
  const canBeMoved = canMove(waiting, turn.id, by)
  // An element that changes its place in the page loses the focus; whoever presses the key again means the same button.
  useLayoutEffect(() => {
    if (wasPressed.current) button.current?.focus()
    wasPressed.current = false
  }, [turn.order])
  const move = (): void => {
    if (!canBeMoved) return
    wasPressed.current = true
    void app.outbox.move(turn, by)
  }
  return (
    <button
      type="button"
      ref={button}
      class="quiet-button"
      aria-label={by < 0 ? 'Send earlier' : 'Send later'}
      aria-disabled={!canBeMoved}
      onClick={move}
    >
      <Icon name={by < 0 ? 'up' : 'down'} />
    </button>
  )
}
