import { useSignal, type ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { App } from '../state/app.ts'
import type { Story } from '../state/story.ts'
import { Icon } from './icons.tsx'
import { ModelPicker } from './model-picker.tsx'
import { ProblemNote } from './problem-note.tsx'

export interface ComposerProps {
  readonly app: App
  readonly story: Story | null
  /** Something of this chat is on its way to the server. */
  readonly isSending: boolean
}

/** The box. Nothing takes a text out of it but sending it, and then it is kept elsewhere first. */
export function Composer({ app, story, isSending }: ComposerProps): JSX.Element {
  const box = useRef<HTMLTextAreaElement>(null)
  const hint = useSignal('')
  const draftName = app.draftName(story)
  const draft = app.drafts.of(draftName)
  const writing = story?.writing.value
  const isBusy = isSending || writing !== undefined
  useFocus(box, draftName)
  useGrowing(box, draft.text)

  const send = (): void => {
    hint.value = isBusy ? whyNot(isSending) : ''
    if (!isBusy) app.send(draftName)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      send()
    } else if (event.key === 'ArrowUp' && draft.text.value === '' && !isBusy) {
      const last = story?.messages.value.findLast(({ role }) => role === 'user')
      if (story === null || last === undefined) return
      event.preventDefault()
      app.edit(story, last)
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
      <Notices app={app} draftName={draftName} story={story} />
      <div class="box">
        <textarea
          id="box"
          ref={box}
          rows={1}
          aria-label={story?.editing.value ? 'Your message, edited' : 'Your words'}
          placeholder={placeholderOf(story)}
          enterkeyhint="send"
          dir="auto"
          value={draft.text.value}
          onInput={({ currentTarget }) => {
            hint.value = ''
            draft.write(currentTarget.value)
          }}
          onKeyDown={onKey}
        />
        {writing === undefined ? (
          <button type="submit" class="send" aria-label="Send" aria-disabled={isBusy || draft.text.value.trim() === ''}>
            <Icon name="send" />
          </button>
        ) : (
          <button
            type="button"
            class="send"
            aria-label="Stop"
            aria-disabled={story?.stopping.value === writing.id}
            onClick={() => void story?.stop()}
          >
            <Icon name="stop" />
          </button>
        )}
      </div>
      <div class="composer-foot">
        <ModelPicker app={app} />
        <p class="hint" role="status">
          {story !== null && story.stopping.value !== null ? 'Stopping…' : isBusy && hint.value}
        </p>
      </div>
    </form>
  )
}

function Notices({ app, draftName, story }: { app: App; draftName: string; story: Story | null }): JSX.Element {
  const refused = app.refused.value.get(draftName)
  return (
    <>
      {refused !== undefined && (
        <ProblemNote problem={refused}>
          <button type="button" class="button" onClick={() => app.forgive(draftName)}>
            Dismiss
          </button>
        </ProblemNote>
      )}
      {!app.drafts.areKept.value && (
        <p class="quiet-line" role="status">
          This browser keeps nothing for this site: what you type lasts only as long as this tab is open.
        </p>
      )}
      {story !== null && story.editing.value !== null && (
        <p class="quiet-line" role="status">
          You are writing a message anew. What was there stays as another variant.{' '}
          <button type="button" class="link-button" onClick={() => (story.editing.value = null)}>
            Leave it as it is
          </button>
        </p>
      )}
    </>
  )
}

function whyNot(isSending: boolean): string {
  return isSending
    ? 'Your last message is still being sent. This text stays here.'
    : 'The reply is still being written. This text stays here; Esc stops the reply.'
}

function placeholderOf(story: Story | null): string {
  return story === null || story.messages.value.length === 0 ? 'Begin anywhere…' : 'Write on…'
}

/** Puts the caret into the box of a newly opened place, except where that would raise a keyboard over the page. */
function useFocus(box: { readonly current: HTMLTextAreaElement | null }, place: string): void {
  useEffect(() => {
    if (matchMedia('(hover: hover)').matches || place.startsWith('edit:')) box.current?.focus()
    // The element stays the same; the place is what changes.
  }, [place])
}

/** Makes the box as high as its text; the style sheet says how high at most. */
function useGrowing(box: { readonly current: HTMLTextAreaElement | null }, text: ReadonlySignal<string>): void {
  useLayoutEffect(() => {
    if (box.current === null || CSS.supports('field-sizing', 'content')) return
    box.current.style.setProperty('height', 'auto')
    box.current.style.setProperty('height', `${box.current.scrollHeight}px`)
  }, [text.value])
}
