import type { JSX } from 'preact'
import type { App } from '../state/app.ts'
import type { Story } from '../state/story.ts'
import { laterPart } from './later-part.tsx'

const PreparedCard = laterPart(async () => (await import('./prepared-card.tsx')).PreparedCard)
const WaysToBegin = laterPart(async () => (await import('./ways-to-begin.tsx')).WaysToBegin)

const openings = [
  'The lighthouse keeper found a door that had not been there the night before.',
  'Dear stranger, by the time you read this the last train will have left without us.',
  'In the village below the dam, nobody had spoken of the bell for forty years.',
]

/** An empty page to write on, and a few ways to begin. */
export function BlankPage({ app, story }: { readonly app: App; readonly story: Story | null }): JSX.Element {
  const isPrepared = story === null && app.prepared.value.value !== null
  const begin = (opening: string): void => {
    app.composing.draft(story).write(`${opening} `)
    document.getElementById('box')?.focus()
  }
  return (
    <section class="blank" aria-label="Ways to begin">
      {isPrepared ? (
        <PreparedCard app={app} />
      ) : (
        <>
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
        </>
      )}
      <WaysToBegin app={app} story={story} />
    </section>
  )
}
