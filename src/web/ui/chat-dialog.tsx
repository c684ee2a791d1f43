import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Problem } from '#protocol/problem.ts'
import type { App } from '../state/app.ts'
import { aboutPath, blankPagePath } from '../state/route.ts'
import { untitled } from './chat-list.tsx'
import { Dialog } from './dialog.tsx'
import { ExportForm } from './export-form.tsx'
import { KeptField } from './kept-field.tsx'
import { LaterStyle } from './later-style.tsx'
import { Link } from './link.tsx'
import { ProblemNote } from './problem-note.tsx'

interface ChatDialogProps {
  readonly app: App
  readonly id: string
  readonly title: string | null
  readonly onClose: () => void
}

/** Renames a chat, or deletes it after asking once more. */
export function ChatDialog({ app, id, title, onClose }: ChatDialogProps): JSX.Element {
  const isDeleting = useSignal(false)
  const problem = useSignal<Problem | null>(null)
  const draft = app.drafts.of(`title:${id}`)
  const rename = async (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }): Promise<void> => {
    event.preventDefault()
    const name = new FormData(event.currentTarget).get('title')
    problem.value = await app.chats.rename(id, typeof name === 'string' ? name : '')
    if (problem.value !== null) return
    draft.write('')
    onClose()
  }
  const remove = async (): Promise<void> => {
    problem.value = await app.chats.remove(id)
    if (problem.value !== null) return
    app.begun.forget(id)
    draft.write('')
    onClose()
    if (app.story.value?.id === id) app.router.replace(blankPagePath)
  }
  return (
    <Dialog title={isDeleting.value ? 'Delete this chat?' : 'This chat'} onClose={onClose}>
      <LaterStyle />
      {isDeleting.value ? (
        <>
          <p>
            “{title ?? untitled}” and everything in it will be gone from the server, for good. Nothing else is touched.
          </p>
          <div class="dialog-actions">
            <button type="button" class="button danger" onClick={() => void remove()}>
              Delete for good
            </button>
            <button type="button" class="button" onClick={() => (isDeleting.value = false)}>
              Keep it
            </button>
          </div>
        </>
      ) : (
        <form class="fields" onSubmit={(event) => void rename(event)}>
          <KeptField
            name="title"
            label="Title"
            draft={draft}
            stands={title ?? ''}
            type="text"
            required
            maxLength={200}
          />
          {draft.text.value !== '' && (
            <p class="field-note">
              Kept here, and not saved yet.{' '}
              <button type="button" class="link-button" onClick={() => draft.write('')}>
                Leave it as it was
              </button>
            </p>
          )}
          <div class="dialog-actions">
            <button type="submit" class="button primary">
              Save
            </button>
            <button type="button" class="button danger" onClick={() => (isDeleting.value = true)}>
              Delete…
            </button>
          </div>
        </form>
      )}
      {!isDeleting.value && (
        <p>
          <Link class="help-link" app={app} to={aboutPath(id)} onGone={onClose}>
            About this story: whom, where, and how it is told
          </Link>
        </p>
      )}
      {!isDeleting.value && <SaveChat app={app} id={id} />}
      {problem.value !== null && <ProblemNote problem={problem.value} />}
    </Dialog>
  )
}

/** Takes this one chat away as a file. */
function SaveChat({ app, id }: Pick<ChatDialogProps, 'app' | 'id'>): JSX.Element | null {
  useEffect(() => void app.safekeeping.come(), [])
  const exporting = app.safekeeping.part.value?.exporting
  if (exporting === undefined) return null
  return (
    <section class="known" aria-labelledby="save-chat">
      <h3 id="save-chat">Save as a file</h3>
      <ExportForm makeExporting={exporting} chats={[id]} />
    </section>
  )
}
