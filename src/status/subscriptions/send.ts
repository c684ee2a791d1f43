import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import { request as plainly } from 'node:http'
import { request as overTls } from 'node:https'
import { isIP } from 'node:net'
import type { Clock } from '#shared/clock.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { isInside } from './inside.ts'

/** Why something was not delivered. `gone`: there is nobody any more. `refused`: it may not be sent there at all. */
export interface NotSent {
  readonly why: 'failed' | 'gone' | 'refused'
  readonly says: string
}

export interface Posting {
  readonly url: string
  readonly body: string | Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

/** All addresses of a name. */
export type Resolve = (name: string) => Promise<readonly LookupAddress[]>

export interface SendingMeans {
  readonly clock: Pick<Clock, 'after'>
  readonly resolve: Resolve
  /** Whether targets inside this network are allowed. */
  readonly allowsInside: boolean
}

/** Statuspage gives receivers as long. */
const patienceMs = 30_000

/**
 * Posts to somebody's address. The name is looked up first, and what is then connected to is the very address that was
 * looked at: a name that answers otherwise a moment later gains nothing.
 */
export async function post(posting: Posting, means: SendingMeans): Promise<Outcome<null, NotSent>> {
  const url = URL.canParse(posting.url) ? new URL(posting.url) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) return refused('the target is no address of the web')
  const address = await addressOf(url, means)
  if (!address.ok) return address
  return exchange(url, posting, { address: address.value, clock: means.clock })
}

/** Every address of the name must be outside, or the next connection could choose another one. */
async function addressOf(url: URL, means: SendingMeans): Promise<Outcome<LookupAddress, NotSent>> {
  const name = url.hostname.replace(/^\[|\]$/g, '')
  const found = await addressesOf(name, means)
  const [first] = found ?? []
  if (first === undefined) return fail({ why: 'failed', says: `${name} has no address` })
  const closed = found?.find(({ address }) => isInside(address))
  if (closed === undefined || means.allowsInside) return ok(first)
  return refused(`${name} leads inside, to ${closed.address}`)
}

async function addressesOf(
  name: string,
  { resolve, clock }: SendingMeans,
): Promise<readonly LookupAddress[] | undefined> {
  const family = isIP(name)
  if (family !== 0) return [{ address: name, family }]
  return new Promise((answer) => {
    const cancel = clock.after(patienceMs, () => answer(undefined))
    const done = (found: readonly LookupAddress[] | undefined): void => {
      cancel()
      answer(found)
    }
    resolve(name).then(done, () => done(undefined))
  })
}

interface Way {
  readonly address: LookupAddress
  readonly clock: Pick<Clock, 'after'>
}

function exchange(url: URL, { body, headers }: Posting, { address, clock }: Way): Promise<Outcome<null, NotSent>> {
  return new Promise((resolve) => {
    const asking = (url.protocol === 'https:' ? overTls : plainly)(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' },
      agent: false,
      // Node asks for one or for all, depending on how it connects.
      lookup: (_name, { all }, told) =>
        all === true ? told(null, [address]) : told(null, address.address, address.family),
    })
    const cancel = clock.after(patienceMs, () => {
      resolve(fail({ why: 'failed', says: `no answer within ${patienceMs / 1000} s` }))
      asking.destroy()
    })
    asking.on('close', cancel)
    asking.on('error', (error) => resolve(fail({ why: 'failed', says: error.message })))
    asking.on('response', (answer) => {
      resolve(meaningOf(answer.statusCode ?? 0))
      // Whatever it says is nothing to us, and may have no end.
      answer.on('error', () => undefined)
      asking.destroy()
    })
    asking.end(body)
  })
}

function meaningOf(status: number): Outcome<null, NotSent> {
  if (status >= 200 && status < 300) return ok(null)
  if (status === 404 || status === 410) return fail({ why: 'gone', says: `answered ${status}` })
  const says =
    status >= 300 && status < 400 ? `answered ${status}: a target must not lead elsewhere` : `answered ${status}`
  return fail({ why: 'failed', says })
}

function refused(says: string): Outcome<never, NotSent> {
  return fail({ why: 'refused', says })
}

/** As the system knows names. */
export const resolveBySystem: Resolve = (name) =>
  new Promise((resolve, reject) => {
    systemLookup(name, { all: true }, (error, found) => (error === null ? resolve(found) : reject(error)))
  })
