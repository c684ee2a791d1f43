import { placeOf, roots } from '#protocol/places.ts'
import { receiptPath } from '#protocol/report.ts'
import { visitorPlacesPath } from '#protocol/visitor-tests.ts'

/** The processes behind the edge. */
export type Upstream = 'origin' | 'status'

/** The place that each has at the edge; pages of the status process begin their links with it. */
export const prefixes: Readonly<Record<Upstream, string | undefined>> = { origin: undefined, status: roots.status[0] }

/** Where a request belongs. */
export type Route =
  | { readonly to: 'origin'; readonly path: string }
  | { readonly to: 'status'; readonly path: string }
  | OwnRoute
  | { readonly to: 'nowhere' }

/** What the edge answers by itself. */
export type OwnRoute =
  /** How the edge itself is. */
  | { readonly to: 'health' }
  /** Whether the edge itself takes visitors, whatever is behind it. */
  | { readonly to: 'readyz' }
  /** What the edge sees of whoever asks. */
  | { readonly to: 'trace' }
  /** Where else a browser may look. */
  | { readonly to: 'places' }
  /** Whether a process behind the edge is there again: what a waiting page asks. */
  | { readonly to: 'ready'; readonly of: Upstream }
  /** Whether it is the turn of whoever waits: what a page of the waiting room asks. */
  | { readonly to: 'place' }
  /** Where a newcomer has waited, or brings the solution of a sum. */
  | { readonly to: 'proof' }
  /** Whether a receipt is the edge's own: what the status process asks. */
  | { readonly to: 'receipt' }
  /** The built page and its files. */
  | { readonly to: 'shell'; readonly file: string }

/** Where a waiting page asks whether it is worth loading again. */
export const readyPath = (of: Upstream): string => `/__edge/ready/${of}`

/** What the edge answers by itself in front of another site, whose every other path is its own. */
export function ownRouteAtSite(path: string): OwnRoute | undefined {
  if (path === '/__edge/healthz') return { to: 'health' }
  if (path === '/__edge/readyz') return { to: 'readyz' }
  if (path === '/__edge/trace') return { to: 'trace' }
  if (path === placePath) return { to: 'place' }
  if (path === proofPath) return { to: 'proof' }
  return path === readyPath('origin') ? { to: 'ready', of: 'origin' } : undefined
}

/** The file that may stand in for a page of another site: itself, or the index of a folder. */
export function standInOf(path: string): string | undefined {
  return fileAt(path.endsWith('/') ? `${path}index.html` : path)
}

/** Where a page of the waiting room asks. */
export const placePath = '/__edge/place'

/** Where a newcomer's page asks, and brings the solution of its sum as `?solution=`. */
export const proofPath = '/__edge/proof'

export function routeOf(path: string): Route {
  if (path === placePath) return { to: 'place' }
  if (path === proofPath) return { to: 'proof' }
  if (path === receiptPath) return { to: 'receipt' }
  if (path === '/healthz') return { to: 'health' }
  if (path === '/readyz') return { to: 'readyz' }
  if (path === '/edge/trace') return { to: 'trace' }
  if (path === visitorPlacesPath) return { to: 'places' }
  if (path === readyPath('origin')) return { to: 'ready', of: 'origin' }
  if (path === readyPath('status')) return { to: 'ready', of: 'status' }
  const place = placeOf(path)
  if (place === 'server') return { to: 'origin', path }
  // The status process also runs alone, so it knows nothing of the place that the edge gives it.
  if (place === 'status') return { to: 'status', path: path.slice('/status'.length) || '/' }
  const file = fileOf(path)
  return file === undefined ? { to: 'nowhere' } : { to: 'shell', file }
}

/** The file of the shell that answers a path: itself, or the page for a place inside the app. Nothing outside the shell. */
function fileOf(path: string): string | undefined {
  const file = fileAt(path)
  if (file === undefined) return undefined
  const segments = file.split('/')
  const isFile = segments[0] === 'assets' || segments.at(-1)?.includes('.') === true
  return isFile ? file : 'index.html'
}

/** A path as the name of a file inside a folder; undefined if it could lead elsewhere. */
function fileAt(path: string): string | undefined {
  const segments = decoded(path)?.split('/').slice(1)
  return segments?.every(isPlain) === true ? segments.join('/') : undefined
}

/** No step upwards, no hidden file, no second meaning on a system with other separators. */
function isPlain(segment: string): boolean {
  return !segment.startsWith('.') && !/[\\/:\0]/.test(segment)
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined // Not percent-encoded UTF-8, so no path of ours.
  }
}
