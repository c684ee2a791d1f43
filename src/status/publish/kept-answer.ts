import { createHash } from 'node:crypto'
import type { Answer, Asked } from '../http/route.ts'

export interface Kept {
  readonly type: string
  readonly body: string
  /** When it last became other than it was. */
  readonly changedAt: number
  readonly maxAgeS: number
}

/** An answer that whoever asks may keep, and ask about again: 304 where nothing is new (RFC 9110 §13.2.2). */
export function keptAnswer({ type, body, changedAt, maxAgeS }: Kept, { headers: asked }: Asked): Answer {
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const headers = {
    etag: tag,
    'last-modified': new Date(changedAt).toUTCString(),
    'cache-control': `public, max-age=${maxAgeS}`,
  }
  const tags = asked['if-none-match']
  const isSame = tags === undefined ? isNotNewer(changedAt, asked['if-modified-since']) : hasTag(tags, tag)
  return isSame ? { status: 304, type, body: '', headers } : { type, body, headers }
}

function hasTag(tags: string, tag: string): boolean {
  return tags === '*' || tags.split(',').some((one) => one.trim().replace(/^W\//, '') === tag)
}

/** The header has whole seconds. */
function isNotNewer(changedAt: number, since: string | undefined): boolean {
  return Math.floor(changedAt / 1000) * 1000 <= Date.parse(since ?? '')
}
