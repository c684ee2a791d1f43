import { computed, useSignal, type Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useId, useMemo, useRef } from 'preact/hooks'
import type { Message } from '#protocol/chats.ts'
import type { EventFault } from '#protocol/events.ts'
import type { LiveReply } from '../reader/live-reply.ts'
import type { Seam } from '../reader/reply-view.ts'
import type { App } from '../state/app.ts'
import { Later } from '../state/later.ts'
import { isEnding, type Story } from '../state/story.ts'
import { nextToSay } from './announce.ts'
import { Icon } from './icons.tsx'
import { PracticeLabel } from './practice-label.tsx'
import { ProblemNote } from './problem-note.tsx'
import { Prose } from './prose.tsx'
import { QuietLine } from './quiet-line.tsx'
import { Variants } from './variants.tsx'
import { quietLineOf, seamCount, type QuietLine as Line } from './wording.ts'

/** The words for what a log names only by its id. */
const faultWords = new Later(() => import('./fault-words.ts'))

export interface ReplyProps {
  readonly message: Message
  readonly story: Story
  readonly app: App
  /** What is read out to those who cannot see it. */
  readonly voice: Signal<string>
}

/** A reply: being written, or over. */
export function Reply({ message, story, app, voice }: ReplyProps): JSX.Element {
  const headingId = useId()
  const openSeam = useSignal<number | null>(null)
  const live = useSeen(() => story.replies.value.get(message.id), [story, message])
  const state = useSeen(() => story.stateOf(message), [story, message])
  const text = useSeen(() => story.textOf(message), [story, message])
  const seams = (live?.view.value ?? story.recalled.value.get(message.id))?.seams ?? noSeams
  const isOver = isEnding(state)
  const line = lineOf(live)
  const writer = seams.at(-1)?.to ?? message.reply?.model ?? (isOver ? null : app.backends.next.value?.name)
  useReadOut(live !== undefined, text, isOver, voice)
  const seam = openSeam.value === null ? undefined : seams[openSeam.value]
  useEffect(() => {
    if (seam !== undefined) void faultWords.come()
  }, [seam])
  return (
    <article class="reply" aria-labelledby={headingId} aria-busy={!isOver}>
      <h2 class="unseen" id={headingId}>
        Reply
      </h2>
      <Prose
        text={text}
        isOver={isOver}
        seams={seams}
        onSeam={(index) => (openSeam.value = openSeam.value === index ? null : index)}
        reply={{ id: message.id, state }}
      />
      {text === '' && !isOver && line === null && <span class="waiting-caret" aria-hidden="true" />}
      {seam !== undefined && <p class="seam-words">{faultWords.part.value?.seamWords(seam)}</p>}
      {line !== null && <QuietLine {...line} />}
      {state === 'failed' && (
        <Failure app={app} fault={faultOf(message, live)} onAgain={() => again(app, story, message)} />
      )}
      <footer class="foot">
        {isOver && <ReplyActions message={message} story={story} app={app} state={state} />}
        <PracticeLabel app={app} writer={writer ?? null} />
      </footer>
    </article>
  )
}

const noSeams: readonly Seam[] = []

/** What is seen of the story: only when it is another is the reply drawn again, and not whenever the story is. */
function useSeen<T>(look: () => T, of: readonly unknown[]): T {
  return useMemo(() => computed(look), of).value
}

function again(app: App, story: Story, message: Message): void {
  void story.ask(message.id, app.backends.asked.peek())
}

function faultOf({ reply }: Message, live: LiveReply | undefined): EventFault | null {
  return live?.view.value.done?.fault ?? reply?.fault ?? null
}

function lineOf(live: LiveReply | undefined): Line | null {
  if (live === undefined) return null
  return quietLineOf({ view: live.view.value, reader: live.reader.value, trouble: live.trouble.value })
}

interface FailureProps {
  readonly app: App
  readonly fault: EventFault | null
  readonly onAgain: () => void
}

function Failure({ app, fault, onAgain }: FailureProps): JSX.Element {
  const problem = fault ?? unknownFault
  useEffect(() => void faultWords.come(), [])
  return (
    <ProblemNote app={app} problem={{ ...problem, ...faultWords.part.value?.failureWords(problem) }}>
      <button type="button" class="button" onClick={onAgain}>
        <Icon name="again" /> Try again
      </button>
    </ProblemNote>
  )
}

const unknownFault: EventFault = {
  fault: 'internal-error',
  side: 'server',
  title: 'The reply failed',
  detail: 'The server did not say why.',
}

function ReplyActions({
  message,
  story,
  app,
  state,
}: Omit<ReplyProps, 'voice'> & { readonly state: string }): JSX.Element {
  const isAsking = useSeen(() => story.asking.value === message.id, [story, message])
  const isBusy = useMemo(() => computed(() => (story.isBusy.value ? 'true' : 'false')), [story])
  return (
    <>
      <Variants message={message} onOpen={(id) => void story.open(id)} />
      {state === 'stopped' && <span class="foot-word">Stopped</span>}
      {state !== 'failed' && (
        <button
          type="button"
          class="quiet-button"
          aria-disabled={isBusy}
          onClick={() => !story.isBusy.peek() && again(app, story, message)}
        >
          <Icon name="again" /> {isAsking ? 'Asking for another…' : 'Another variant'}
        </button>
      )}
      <Seams message={message} story={story} />
    </>
  )
}

/** How often another back end took over; the marks stand in the text. Of an old reply it is read when asked for. */
function Seams({ message, story }: Pick<ReplyProps, 'message' | 'story'>): JSX.Element | null {
  const live = useSeen(() => story.replies.value.get(message.id)?.view.value, [story, message])
  if (live?.seams.length === 0) return null
  const known = live ?? story.recalled.value.get(message.id)
  if (known !== undefined) return <span class="foot-word">{seamCount(known.seams.length)}</span>
  return (
    <button type="button" class="quiet-button" onClick={() => void story.recall(message)}>
      Seams
    </button>
  )
}

// Only what is written while somebody listens is read out; a finished story is there to be read at one's own pace.
function useReadOut(isLive: boolean, text: string, isOver: boolean, voice: Signal<string>): void {
  // One that is drawn again was read out before.
  const said = useRef(isOver ? text.length : 0)
  useEffect(() => {
    if (!isLive) return
    if (said.current === 0 && text === '' && !isOver) voice.value = 'The reply is being written.'
    const { say, upTo } = nextToSay(text, said.current, isOver)
    said.current = upTo
    if (say !== '') voice.value = isOver ? `${say} End of the reply.` : say
  }, [isLive, text, isOver])
}
