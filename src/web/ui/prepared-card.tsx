import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { App } from '../state/app.ts'
import { prepareFrom } from '../state/prepare.ts'
import { characterPath } from '../state/route.ts'
import { Link } from './link.tsx'
import { SheetHead } from './sheet-head.tsx'

/** The character that the next chat begins with, as it came out; nothing where none was chosen. */
export function PreparedCard({ app }: { readonly app: App }): JSX.Element | null {
  const trouble = useSignal('')
  const prepared = app.prepared.value.value
  if (prepared === null) return null
  const { sheet, from } = prepared
  return (
    <section class="card prepared" aria-label="The next story begins with this">
      <SheetHead app={app} sheet={sheet} />
      <p class="field-note">Your first words begin the story. It is kept with them from then on, as it stands here.</p>
      <div class="dialog-actions">
        <button
          type="button"
          class="button"
          onClick={() => void prepareFrom(app, from).then((why) => (trouble.value = why))}
        >
          Roll again
        </button>
        <Link class="button" app={app} to={characterPath(from)}>
          Change the character
        </Link>
        <button type="button" class="button" onClick={() => app.prepared.clear(sheet)}>
          Begin without it
        </button>
        <p class="handed" role="status">
          {trouble.value}
        </p>
      </div>
    </section>
  )
}
