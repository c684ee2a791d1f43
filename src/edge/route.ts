/** The processes behind the edge. */
export type Upstream = 'origin' | 'status'

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
  /** Whether a process behind the edge is there again: what a waiting page asks. */
  | { readonly to: 'ready'; readonly of: Upstream }
  /** The built page and its files. */
  | { readonly to: 'shell'; readonly file: string }

/** Where a waiting page asks whether it is worth loading again. */
export const readyPath = (of: Upstream): string => `/__edge/ready/${of}`

export function routeOf(path: string): Route {
  if (path === '/healthz') return { to: 'health' }
  if (path === readyPath('origin')) return { to: 'ready', of: 'origin' }
  if (path === readyPath('status')) return { to: 'ready', of: 'status' }
  if (isUnder(path, '/api') || isUnder(path, '/v1')) return { to: 'origin', path }
  // The status process also runs alone, so it knows nothing of the place that the edge gives it.
  if (isUnder(path, '/status')) return { to: 'status', path: path.slice('/status'.length) || '/' }
  const file = fileOf(path)
  return file === undefined ? { to: 'nowhere' } : { to: 'shell', file }
}

function isUnder(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}/`)
}

/** The file of the shell that answers a path: itself, or the page for a place inside the app. Nothing outside the shell. */
function fileOf(path: string): string | undefined {
  const segments = decoded(path)?.split('/').slice(1)
  if (segments === undefined || !segments.every(isPlain)) return undefined
  const isFile = segments[0] === 'assets' || segments.at(-1)?.includes('.') === true
  return isFile ? segments.join('/') : 'index.html'
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
