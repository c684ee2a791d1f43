import type { JSX } from 'preact'
import type { App } from '../state/app.ts'
import { generatorsPath } from '../state/route.ts'
import { GeneratorList } from './generator-list.tsx'
import { GeneratorPage } from './generator-page.tsx'
import { KeptListPage } from './kept-list-page.tsx'

export interface WorkshopPageProps {
  readonly app: App
  /** The generator that is open; null for the list of all. */
  readonly id: string | null
}

/** Where generators are written. */
export function WorkshopPage({ app, id }: WorkshopPageProps): JSX.Element {
  return (
    <KeptListPage
      app={app}
      id={id}
      names={{ one: 'generator', many: 'generators' }}
      path={generatorsPath}
      list={({ generators }) => ({ all: generators.all.value, trouble: generators.library.trouble.value })}
      showAll={(workshop, all) => <GeneratorList app={app} workshop={workshop} all={all} />}
      showOne={(workshop, one) => <GeneratorPage key={one} app={app} workshop={workshop} id={one} />}
    />
  )
}
