import { signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { isUuid } from '#shared/ids.ts'

/** The places of the page. */
export type Route =
  | { readonly at: 'blank-page' }
  | { readonly at: 'chat'; readonly id: string }
  /** What the chat of this id is about. */
  | { readonly at: 'about'; readonly id: string }
  | { readonly at: 'words' }
  | { readonly at: 'support' }
  /** Testing the way from here to the site. */
  | { readonly at: 'check' }
  /** All characters, or the one of this id. */
  | { readonly at: 'characters'; readonly id: string | null }
  /** All generators, or the one of this id. */
  | { readonly at: 'generators'; readonly id: string | null }
  | { readonly at: 'nowhere' }

export const blankPagePath = '/'

export const wordsPath = '/words'

export const supportPath = '/support'

export const checkPath = '/check'

export const charactersPath = '/characters'

export function characterPath(id: string): string {
  return `${charactersPath}/${id}`
}

export const generatorsPath = '/generators'

export function generatorPath(id: string): string {
  return `${generatorsPath}/${id}`
}

export function chatPath(id: string): string {
  return `/chats/${id}`
}

export function aboutPath(chatId: string): string {
  return `/about/${chatId}`
}

const places: ReadonlyMap<string, Route> = new Map<string, Route>([
  [blankPagePath, { at: 'blank-page' }],
  ['/index.html', { at: 'blank-page' }],
  [wordsPath, { at: 'words' }],
  [supportPath, { at: 'support' }],
  [checkPath, { at: 'check' }],
  [charactersPath, { at: 'characters', id: null }],
  [generatorsPath, { at: 'generators', id: null }],
])

/** Places of which there are many, each with an id. */
const placesOfMany = new Map<string, 'about' | 'chat' | 'characters' | 'generators'>([
  ['about', 'about'],
  ['chats', 'chat'],
  ['characters', 'characters'],
  ['generators', 'generators'],
])

export function routeOf(path: string): Route {
  const [, place = '', id = ''] = /^\/(\w+)\/([^/]+)\/?$/.exec(path) ?? []
  const at = isUuid(id) ? placesOfMany.get(place) : undefined
  return at === undefined ? (places.get(path) ?? { at: 'nowhere' }) : { at, id: id.toLowerCase() }
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
