import type { RequestHead } from '../request-head.ts'
import { safeMethods } from '../retry.ts'

/**
 * Whether a request makes somebody work for long: at Holdfast whatever has a model write, at another site whatever changes
 * something, since nothing more can be known of it.
 */
export function makesWork({ method, path }: Pick<RequestHead, 'method' | 'path'>, isOwn: boolean): boolean {
  if (!isOwn) return !safeMethods.has(method)
  return method === 'POST' && asksForReply.test(path)
}

const asksForReply = /^\/(api\/chats\/[^/]+\/turns|api\/messages\/[^/]+\/variants|v1\/(chat\/)?completions)\/?$/
