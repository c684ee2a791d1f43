import { signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { isUuid } from '#shared/ids.ts'

/** The places of the page. */
export type Route =
  | { readonly at: 'blank-page' }
  | { readonly at: 'chat'; readonly id: string }
  | { readonly at: 'words' }
  | { readonly at: 'support' }
  /** Testing the way from here to the site. */
  | { readonly at: 'check' }
  /** All generators, or the one of this id. */
  | { readonly at: 'generators'; readonly id: string | null }
  | { readonly at: 'nowhere' }

export const blankPagePath = '/'

export const wordsPath = '/words'

export const supportPath = '/support'

export const checkPath = '/check'

export const generatorsPath = '/generators'

export function generatorPath(id: string): string {
  return `${generatorsPath}/${id}`
}

export function chatPath(id: string): string {
  return `/chats/${id}`
}

const places: ReadonlyMap<string, Route> = new Map<string, Route>([
  [blankPagePath, { at: 'blank-page' }],
  ['/index.html', { at: 'blank-page' }],
  [wordsPath, { at: 'words' }],
  [supportPath, { at: 'support' }],
  [checkPath, { at: 'check' }],
  [generatorsPath, { at: 'generators', id: null }],
])

export function routeOf(path: string): Route {
  const [, place, id = ''] = /^\/(chats|generators)\/([^/]+)\/?$/.exec(path) ?? []
  if (!isUuid(id)) return places.get(path) ?? { at: 'nowhere' }
  return { at: place === 'chats' ? 'chat' : 'generators', id: id.toLowerCase() }
}

/** Where the reader is, in step with the address bar. */
export class Router {
  readonly #route: Signal<Route> = signal(routeOf(location.pathname))

  constructor() {
    addEventListener('popstate', () => this.#read())
  }

  get route(): ReadonlySignal<Route> {
    return this.#route
  }

  go(path: string): void {
    if (path !== location.pathname) history.pushState(null, '', path)
    this.#read()
  }

  replace(path: string): void {
    history.replaceState(null, '', path)
    this.#read()
  }

  #read(): void {
    this.#route.value = routeOf(location.pathname)
  }
}
