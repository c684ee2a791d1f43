import webPush from 'web-push'
import * as z from 'zod/mini'
import { pushTargetSchema, type Pushed } from '#protocol/subscription.ts'
import type { Store } from '../store/store.ts'
import type { Posting } from './send.ts'

/** By which push services know that a message is ours (VAPID, RFC 8292). */
export interface PushKeys {
  readonly publicKey: string
  readonly privateKey: string
}

const mark = 'push_keys'
const keysSchema = z.object({ publicKey: z.string(), privateKey: z.string() })
/** News of an outage is none the day after. */
const timeToLiveS = 12 * 3_600

/** The keys of this status page; made when they are first needed, and then the same for ever. */
export function pushKeys(store: Store): PushKeys {
  const known = knownPushKeys(store)
  if (known !== null) return known
  const made = webPush.generateVAPIDKeys()
  keepPushKeys(store, made)
  return made
}

export function knownPushKeys({ db, first }: Store): PushKeys | null {
  const row = first(db.selectFrom('meta').select('value').where('key', '=', mark))
  return row === undefined ? null : keysSchema.parse(JSON.parse(row.value))
}

export function keepPushKeys({ db, write, run }: Store, keys: PushKeys): void {
  write(() => run(db.replaceInto('meta').values({ key: mark, value: JSON.stringify(keys) })))
}

export interface PushOrder {
  /** A `PushTarget` as JSON. */
  readonly target: string
  readonly pushed: Pushed
  readonly keys: PushKeys
  /** Whom a push service asks when something is wrong: `mailto:` or `https:`. */
  readonly subject: string
}

/** A message sealed for one browser (RFC 8291): the push service between reads nothing of it. */
export function pushPosting({ target, pushed, keys, subject }: PushOrder): Posting {
  const subscription = pushTargetSchema.parse(JSON.parse(target))
  const { endpoint, headers, body } = webPush.generateRequestDetails(subscription, JSON.stringify(pushed), {
    vapidDetails: { subject, ...keys },
    TTL: timeToLiveS,
    contentEncoding: 'aes128gcm',
  })
  return { url: endpoint, headers: { ...headers }, body: body ?? '' }
}
