import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { App } from '../state/app.ts'
import type { Workshop } from '../state/workshop.ts'
import type { StoreFailure } from '../store/failure.ts'
import { LaterStyle } from './later-style.tsx'
import { Link } from './link.tsx'
import { storeWords } from './wording.ts'

/** What is listed on such a page, once the workshop has come. */
export interface KeptList<Row> {
  /** Null until it is known what there is. */
  readonly all: readonly Row[] | null
  readonly trouble: StoreFailure | null
}

export interface KeptListPageProps<Row extends { readonly id: string }> {
  readonly app: App
  /** The one that is open; null for the list of all. */
  readonly id: string | null
  /** What one of them is called, and several. */
  readonly names: { readonly one: string; readonly many: string }
  /** Where the list of all is. */
  readonly path: string
  readonly list: (workshop: Workshop) => KeptList<Row>
  readonly showAll: (workshop: Workshop, all: readonly Row[]) => JSX.Element
  readonly showOne: (workshop: Workshop, id: string) => JSX.Element
}

/** A page of what is written in this browser and kept in it: the list of all, or one of them. */
export function KeptListPage<Row extends { readonly id: string }>(props: KeptListPageProps<Row>): JSX.Element {
  const { app, id, names, path, list, showAll, showOne } = props
  const { part, hasFailed } = app.workshop
  useEffect(() => void app.workshop.come(), [app])
  useEffect(() => scrollTo({ top: 0, behavior: 'instant' }), [id])
  const workshop = part.value
  const { all, trouble } = workshop === null ? { all: null, trouble: null } : list(workshop)
  return (
    <div class="words">
      <LaterStyle />
      {hasFailed.value && <p role="alert">This part of the page did not come. Load the page anew.</p>}
      {trouble !== null && (
        <p class="problem" role="alert">
          {storeWords(trouble)}: your list of {names.many} could not be read or changed. Save what matters as a file.
        </p>
      )}
      {workshop === null || all === null ? (
        <p role="status">Looking for your {names.many}…</p>
      ) : id === null ? (
        showAll(workshop, all)
      ) : all.some((one) => one.id === id) ? (
        showOne(workshop, id)
      ) : (
        <p>
          This browser has no such {names.one}.{' '}
          <Link class="help-link" app={app} to={path}>
            All {names.many}
          </Link>
        </p>
      )}
    </div>
  )
}
