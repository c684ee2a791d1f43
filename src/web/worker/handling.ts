import { placeOf, type Place } from '#protocol/places.ts'
import { workerPath } from '#protocol/shell-worker.ts'
import { escapeWord } from '../shell/names.ts'

/** What a request means to the worker. */
export interface Asked {
  readonly method: string
  readonly url: URL
  /** Somebody opens a page, rather than a page loading something. */
  readonly isNavigation: boolean
}

/**
 * - `leave`: the browser goes its own way, as if there were no worker.
 * - `page`: the kept page, whatever place in the app is asked for.
 * - `file`: the kept file; from the network if it is not kept.
 * - `give-up`: leave it, and throw away everything that is kept.
 */
export type Handling = 'leave' | 'page' | 'file' | 'give-up'

/** Where a request goes. */
type Target = Exclude<Place, 'shell'> | 'elsewhere' | 'worker' | 'file' | 'app'
/** How it is asked. */
type Way = 'opened' | 'escaping' | 'loaded' | 'sent'

const untouched = { opened: 'leave', escaping: 'leave', loaded: 'leave', sent: 'leave' } as const

// What comes from the server must never pass through here: a worker that stops would cut a reply in the making.
const handling: Readonly<Record<Target, Readonly<Record<Way, Handling>>>> = {
  server: untouched,
  status: untouched,
  edge: untouched,
  elsewhere: untouched,
  worker: untouched,
  file: { opened: 'leave', escaping: 'leave', loaded: 'file', sent: 'leave' },
  app: { opened: 'page', escaping: 'give-up', loaded: 'leave', sent: 'leave' },
}

export function handlingOf(asked: Asked, origin: string): Handling {
  return handling[targetOf(asked.url, origin)][wayOf(asked)]
}

function targetOf({ origin, pathname }: URL, home: string): Target {
  if (origin !== home) return 'elsewhere'
  if (pathname === workerPath) return 'worker'
  const place = placeOf(pathname)
  if (place !== 'shell') return place
  return pathname.startsWith('/assets/') || pathname.slice(pathname.lastIndexOf('/')).includes('.') ? 'file' : 'app'
}

function wayOf({ method, url, isNavigation }: Asked): Way {
  if (method !== 'GET') return 'sent'
  if (!isNavigation) return 'loaded'
  return url.searchParams.has(escapeWord) ? 'escaping' : 'opened'
}
