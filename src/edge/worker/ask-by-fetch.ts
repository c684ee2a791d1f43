import type { Clock } from '#shared/clock.ts'
import { fail, type Outcome } from '#shared/outcome.ts'
import type { Ask, Failure } from '../handler.ts'
import type { Upstream } from '../route.ts'
import { unlessCloudflare } from './cloudflare-answer.ts'
import { withOwnOrigin } from './own-origin.ts'
import { NonsenseError, observedInThrown, PatienceError, wordsOfThrown } from './thrown.ts'

export interface FetchMeans {
  readonly fetch: (address: string, init: RequestInit) => Promise<Response>
  readonly clock: Pick<Clock, 'now' | 'after'>
  readonly firstByteMs: number
  /** Whether Holdfast is behind the edge, or any other site. */
  readonly isOwn: boolean
  /** As `https://host:port`. */
  readonly addresses: Readonly<Record<Upstream, string>>
}

/** Asks by the runtime's `fetch`, and says of what it throws and of what Cloudflare answers how the asking went. */
export function askByFetch({ fetch, clock, firstByteMs, isOwn, addresses }: FetchMeans): Ask {
  return async function askOnce(of, target, init): Promise<Outcome<Response, Failure>> {
    const address = addresses[of]
    const from = clock.now()
    const patience = new AbortController()
    const cancel = clock.after(firstByteMs, () => patience.abort())
    const signal = init.signal == null ? patience.signal : AbortSignal.any([init.signal, patience.signal])
    const failed = (error: unknown): Outcome<never, Failure> => {
      const observation = observedInThrown(error, { phase: 'headers', tookMs: clock.now() - from })
      return fail({ observation, because: wordsOfThrown(error, address) })
    }
    try {
      const given = new Headers(init.headers)
      const headers = isOwn ? withOwnOrigin(given, address) : given
      const response = await fetch(address + target, { ...init, headers, signal })
      if (response.status === 101 && !headers.has('upgrade'))
        return failed(new NonsenseError('it changed the protocol, which nobody asked for'))
      return await unlessCloudflare(response, { address, tookMs: clock.now() - from })
    } catch (error) {
      // The runtime puts an error of its own in the place of the reason of an abort.
      return failed(patience.signal.aborted ? new PatienceError(`no answer within ${firstByteMs} ms`) : error)
    } finally {
      cancel()
    }
  }
}
