import type { Attempt } from '#protocol/case.ts'
import type { Asked, Patience, Senses, Tried } from '../looking.ts'

const mostRedirects = 5

/**
 * Follows redirects on the same host and says whether they go in a circle. What a CDN asks by http, and is sent to https for,
 * it asks by http again.
 */
export async function followed(
  first: Tried,
  asked: Asked,
  { senses, patience }: { senses: Senses; patience: Patience },
): Promise<Attempt | undefined> {
  const been = new Set([keyOf(asked)])
  let here = asked
  let tried = first
  while (been.size <= mostRedirects) {
    const next = targetOf(tried.location, here)
    if (next === undefined) return undefined
    if (been.has(keyOf(next)))
      return {
        ...first.attempt,
        phase: 'http',
        code: 'REDIRECT_LOOP',
        message: `${keyOf(here)} leads back to ${keyOf(next)}`,
      }
    been.add(keyOf(next))
    tried = await senses.attempt(next, patience)
    here = next
  }
  return { ...first.attempt, phase: 'http', code: 'REDIRECT_LOOP', message: `more than ${mostRedirects} redirects` }
}

const keyOf = ({ isTls, host, path }: Asked): string => `${isTls ? 'https' : 'http'}://${host}${path}`

/** Where a redirect leads, if it stays at the host; the address stays the one that is looked at. */
function targetOf(location: string | undefined, from: Asked): Asked | undefined {
  const base = keyOf(from)
  if (location === undefined || !URL.canParse(location, base)) return undefined
  const to = new URL(location, base)
  const isSameHost = to.hostname === new URL(base).hostname
  if (!isSameHost || (to.protocol !== 'http:' && to.protocol !== 'https:')) return undefined
  const isTls = to.protocol === 'https:'
  const port = to.port === '' ? (isTls ? 443 : 80) : Number(to.port)
  return { ...from, isTls, port, host: to.host, path: `${to.pathname}${to.search}` }
}
