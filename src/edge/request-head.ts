/** What the edge knows of a request before it reads a body. Runtimes bring their own. */
export interface RequestHead {
  readonly method: string
  /** The path as it came, without the query. */
  readonly path: string
  /** The query with its `?`, or nothing. */
  readonly query: string
  /** By lower-case name. */
  readonly header: (name: string) => string | undefined
}

/**
 * Path and query of a request target as it stands on the request line (RFC 9112 §3.2). Split by hand: as a URL, a path
 * that begins with `//` would name a host, and `..` would be gone before anybody could refuse it.
 */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const rest = target.replace(/^https?:\/\/[^/?]*/i, '')
  const mark = rest.indexOf('?')
  const path = mark < 0 ? rest : rest.slice(0, mark)
  return { path: path === '' ? '/' : path, query: mark < 0 ? '' : rest.slice(mark) }
}
