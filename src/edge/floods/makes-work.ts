import type { RequestHead } from '../request-head.ts'
import { proofPath } from '../route.ts'
import { safeMethods } from '../retry.ts'

/**
 * Whether a request makes somebody work for long: at Holdfast whatever has a model write, at another site whatever changes
 * something, since nothing more can be known of it.
 */
export function makesWork(
  { method, path, query }: Pick<RequestHead, 'method' | 'path' | 'query'>,
  isOwn: boolean,
): boolean {
  // To check a solution costs the edge itself some milliseconds.
  if (path === proofPath) return query !== ''
  if (!isOwn) return !safeMethods.has(method)
  return method === 'POST' && asksForReply.test(path)
}

const asksForReply = /^\/(api\/chats\/[^/]+\/turns|api\/messages\/[^/]+\/variants|v1\/(chat\/)?completions)\/?$/
