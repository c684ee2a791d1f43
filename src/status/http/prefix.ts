import type { IncomingHttpHeaders } from 'node:http'

/**
 * Where whoever stands in front of us shows this process: `/status` under the edge, nothing for itself. Links begin with it.
 * A visitor who makes one up changes the links of no answer but their own, which nobody keeps.
 */
export function prefixOf(headers: IncomingHttpHeaders): string {
  const given = headers['x-forwarded-prefix']
  return typeof given === 'string' && /^(?:\/[\w.~-]{1,40}){1,5}$/.test(given) ? given : ''
}
