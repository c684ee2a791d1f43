import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { App } from '../state/app.ts'
import { generatorsPath } from '../state/route.ts'
import { GeneratorList } from './generator-list.tsx'
import { GeneratorPage } from './generator-page.tsx'
import { LaterStyle } from './later-style.tsx'
import { Link } from './link.tsx'
import { storeWords } from './wording.ts'

export interface WorkshopPageProps {
  readonly app: App
  /** The generator that is open; null for the list of all. */
  readonly id: string | null
}

/** Where generators are written. */
export function WorkshopPage({ app, id }: WorkshopPageProps): JSX.Element {
  const { part, hasFailed } = app.workshop
  useEffect(() => void app.workshop.come(), [app])
  useEffect(() => scrollTo({ top: 0, behavior: 'instant' }), [id])
  const workshop = part.value
  const all = workshop?.generators.all.value ?? null
  const trouble = workshop?.generators.library.trouble.value ?? null
  return (
    <div class="words">
      <LaterStyle />
      {hasFailed.value && <p role="alert">This part of the page did not come. Load the page anew.</p>}
      {trouble !== null && (
        <p class="problem" role="alert">
          {storeWords(trouble)}: your list of generators could not be read or changed. Save what matters as a file.
        </p>
      )}
      {workshop === null || all === null ? (
        <p role="status">Looking for your generators…</p>
      ) : id === null ? (
        <GeneratorList app={app} workshop={workshop} all={all} />
      ) : !all.some((generator) => generator.id === id) ? (
        <p>
          This browser has no such generator.{' '}
          <Link class="help-link" app={app} to={generatorsPath}>
            All generators
          </Link>
        </p>
      ) : (
        <GeneratorPage key={id} app={app} workshop={workshop} id={id} />
      )}
    </div>
  )
}
