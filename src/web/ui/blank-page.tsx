import type { JSX } from 'preact'
import type { App } from '../state/app.ts'
import type { Story } from '../state/story.ts'

const openings = [
  'The lighthouse keeper found a door that had not been there the night before.',
  'Dear stranger, by the time you read this the last train will have left without us.',
  'In the village below the dam, nobody had spoken of the bell for forty years.',
]

/** An empty page to write on, and a few ways to begin. */
export function BlankPage({ app, story }: { readonly app: App; readonly story: Story | null }): JSX.Element {
  const begin = (opening: string): void => {
    app.composing.draft(story).write(`${opening} `)
    document.getElementById('box')?.focus()
  }
  return (
    <section class="blank" aria-label="Ways to begin">
      <p class="blank-lead">Write the first line, or take one of these and make it yours.</p>
      <ul class="openings">
        {openings.map((opening) => (
          <li key={opening}>
            <button type="button" class="opening" onClick={() => begin(opening)}>
              {opening}
            </button>
          </li>
        ))}
      </ul>
      <p class="blank-note">Every word is kept as you type.</p>
      {app.backends.onlyPractice.value && <PracticeCard app={app} />}
    </section>
  )
}

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
