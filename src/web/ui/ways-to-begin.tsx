import type { JSX } from 'preact'
import type { App } from '../state/app.ts'
import type { Story } from '../state/story.ts'
import { Surprise } from './surprise.tsx'

export interface WaysToBeginProps {
  readonly app: App
  readonly story: Story | null
}

/** What there is on an empty page besides the first lines. */
export function WaysToBegin({ app, story }: WaysToBeginProps): JSX.Element {
  return (
    <>
      <Surprise app={app} draft={app.composing.draft(story)} kinds={['opening', 'character', 'scene']} />
      <p class="blank-note">Every word is kept as you type.</p>
      {app.backends.onlyPractice.value && <PracticeCard app={app} />}
    </>
  )
}

/** For whoever has no model yet: what writes instead, and how to get one. */
function PracticeCard({ app }: { readonly app: App }): JSX.Element {
  return (
    <aside class="card" aria-label="Connect a model">
      <h2>No model is connected yet</h2>
      <p>
        Until then the practice narrator answers: it is fluent, but it does not understand requests. Connect a model by
        its address, or a model file on this machine.
      </p>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={() => (app.isConnecting.value = true)}>
          Connect a model
        </button>
        <button type="button" class="link-button" onClick={() => void app.backends.look()}>
          Look again on this machine
        </button>
      </div>
    </aside>
  )
}
