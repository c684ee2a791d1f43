import { useSignal, type ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Queue } from '../outbox/queue.ts'
import type { App } from '../state/app.ts'
import type { Story } from '../state/story.ts'
import { genLineIn } from '../workshop/gen-line.ts'
import { caretIn, useCaret, type Box } from './box-caret.ts'
import { Icon } from './icons.tsx'
import { laterDialog } from './later-dialog.tsx'
import { laterPart } from './later-part.tsx'
import { ModelPicker } from './model-picker.tsx'
import { Notices } from './notices.tsx'

const BoxHelp = laterPart(async () => (await import('./box-help.tsx')).BoxHelp)
const RollDialog = laterDialog(async () => (await import('./roll-dialog.tsx')).RollDialog)

export interface ComposerProps {
  readonly app: App
  readonly story: Story | null
  /** What of this chat waits to be sent. */
  readonly waiting: Queue
}

/** The box. Nothing takes a text out of it but sending it, and then it is kept elsewhere first. */
export function Composer({ app, story, waiting }: ComposerProps): JSX.Element {
  const box = useRef<HTMLTextAreaElement>(null)
  const place = app.composing.place(story)
  const draft = app.drafts.of(place)
  const isRolling = useSignal(false)
  useCaret(box, place, draft)
  useFocus(box, place)
  useGrowing(box, draft.text)

  const { workshop } = app
  const asksForRoll = genLineIn(draft.text.value) !== null
  const isRollComing = asksForRoll && workshop.part.value === null && !workshop.hasFailed.value
  // Until what rolls has come, whoever asks for a roll would send the question instead.
  const send = (): void => void (isRollComing ? workshop.come() : app.composing.send(story))
  const onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      send()
    } else if (event.key === 'ArrowUp' && draft.text.value === '' && story !== null) {
      if (openLast(app, story, waiting)) event.preventDefault()
    }
  }
  return (
    <form
      class="composer"
      aria-label="Write"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Notices app={app} story={story} />
      {(workshop.part.value ?? asksForRoll) && <BoxHelp app={app} story={story} box={box} draft={draft} />}
      <div class="box">
        <textarea
          id="box"
          ref={box}
          rows={1}
          aria-label={labelOf(story)}
          placeholder={placeholderOf(story)}
          enterkeyhint="send"
          dir="auto"
          value={draft.text.value}
          onInput={({ currentTarget }) => draft.write(currentTarget.value, caretIn(currentTarget))}
          onKeyDown={onKey}
        />
        <button
          type="button"
          class="quiet-button"
          aria-label="Insert a roll"
          title="Insert a roll"
          onClick={() => (isRolling.value = true)}
        >
          <Icon name="die" />
        </button>
        <Buttons story={story} isEmpty={draft.text.value.trim() === ''} />
      </div>
      <div class="composer-foot">
        <ModelPicker app={app} />
        <p class="hint" role="status">
          {story !== null && story.stopping.value !== null && 'Stopping…'}
          {isRollComing && 'What rolls is on its way…'}
        </p>
      </div>
      {isRolling.value && <RollDialog app={app} box={box} draft={draft} onClose={() => (isRolling.value = false)} />}
    </form>
  )
}

/** While a reply is being written it can be stopped, and what is sent meanwhile waits for its end. */
function Buttons({ story, isEmpty }: { readonly story: Story | null; readonly isEmpty: boolean }): JSX.Element {
  const writing = story?.writing.value
  return (
    <>
      {writing !== undefined && (
        <button
          type="button"
          class="send stop"
          aria-label="Stop"
          aria-disabled={story?.stopping.value === writing.id}
          onClick={() => void story?.stop()}
        >
          <Icon name="stop" />
        </button>
      )}
      {(writing === undefined || !isEmpty) && (
        <button type="submit" class="send" aria-label="Send" aria-disabled={isEmpty}>
          <Icon name="send" />
        </button>
      )}
    </>
  )
}

/** Opens what was written last for writing it anew: what still waits, or else what stands in the story. */
function openLast(app: App, story: Story, waiting: Queue): boolean {
  const last = waiting.at(-1)
  if (last !== undefined) {
    if (!last.mayHaveArrived) app.composing.rewrite(story, last)
    return !last.mayHaveArrived
  }
  const message = story.messages.value.findLast(({ role }) => role === 'user')
  if (message === undefined || story.writing.value !== undefined) return false
  app.composing.edit(story, message)
  return true
}

function labelOf(story: Story | null): string {
  if (story !== null && story.rewriting.value !== null) return 'Your waiting message, edited'
  return story?.editing.value ? 'Your message, edited' : 'Your words'
}

function placeholderOf(story: Story | null): string {
  return story === null || story.messages.value.length === 0 ? 'Begin anywhere…' : 'Write on…'
}

/** Puts the caret into the box of a newly opened place, except where that would raise a keyboard over the page. */
function useFocus(box: Box, place: string): void {
  useEffect(() => {
    const isWanted = place.startsWith('edit:') || place.startsWith('waiting:')
    if (matchMedia('(hover: hover)').matches || isWanted) box.current?.focus()
    // The element stays the same; the place is what changes.
  }, [place])
}

/** Makes the box as high as its text; the style sheet says how high at most. */
function useGrowing(box: Box, text: ReadonlySignal<string>): void {
  useLayoutEffect(() => {
    if (box.current === null || CSS.supports('field-sizing', 'content')) return
    box.current.style.setProperty('height', 'auto')
    box.current.style.setProperty('height', `${box.current.scrollHeight}px`)
  }, [text.value])
}
