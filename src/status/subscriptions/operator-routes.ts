import * as z from 'zod/mini'
import { subscriptionsFileSchema, type SubscriptionsFile } from '#protocol/subscription.ts'
import { refused } from '../http/answering.ts'
import { jsonIn } from '../http/read-fields.ts'
import { json, type Answer, type Asked, type Route } from '../http/route.ts'
import type { Store } from '../store/store.ts'
import { keepPushKeys, knownPushKeys } from './push.ts'
import type { Subscriptions } from './subscriptions.ts'

const mostBytes = 4_000
/** A hundred thousand subscriptions. */
const mostFileBytes = 100_000_000

const webhookSchema = z.object({ url: z.string().check(z.maxLength(1_000), z.regex(/^https?:\/\/[^\s@]+$/)) })

/** What the operator does with subscriptions. Webhooks are theirs alone: anybody's could be aimed at somebody else. */
export function subscriptionRoutes(subscriptions: Subscriptions, store: Store): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/subscriptions',
      who: 'operator',
      answer: () => json(fileOf(subscriptions, store)),
    },
    {
      method: 'POST',
      path: '/subscriptions',
      who: 'operator',
      bodyLimitBytes: mostFileBytes,
      answer({ body }) {
        const file = subscriptionsFileSchema.safeParse(jsonIn(body))
        if (!file.success) return refused('invalid-request', { because: 'that is no export of subscriptions' })
        const { pushKeys, subscriptions: those } = file.data
        // With keys of our own nobody's browser has subscribed yet, or theirs would be lost.
        if (pushKeys !== null && knownPushKeys(store) === null) keepPushKeys(store, pushKeys)
        const taken = subscriptions.import(those)
        return taken.ok ? json({ taken: taken.value, of: those.length }) : refused(taken.error.fault)
      },
    },
    {
      method: 'POST',
      path: '/subscriptions/webhooks',
      who: 'operator',
      bodyLimitBytes: mostBytes,
      answer({ body }) {
        const asked = webhookSchema.safeParse(jsonIn(body))
        if (!asked.success) return refused('invalid-request', { because: '`url` must be an address of the web' })
        const added = subscriptions.add({ kind: 'webhook', target: asked.data.url, isActive: true })
        return added.ok ? json(added.value, 201) : refused(added.error.fault, { because: added.error.because })
      },
    },
    {
      method: 'GET',
      path: '/subscriptions/:id/attempts',
      who: 'operator',
      answer: (asked) => about(asked, subscriptions, (id) => json(subscriptions.attempts(id))),
    },
    {
      method: 'DELETE',
      path: '/subscriptions/:id',
      who: 'operator',
      answer: (asked) =>
        about(asked, subscriptions, (id) => {
          subscriptions.remove(id)
          return json({ removed: id })
        }),
    },
  ]
}

function about({ params }: Asked, subscriptions: Subscriptions, answer: (id: string) => Answer): Answer {
  const id = params['id'] ?? ''
  return subscriptions.get(id) === undefined ? refused('unknown-subscription') : answer(id)
}

function fileOf(subscriptions: Subscriptions, store: Store): SubscriptionsFile {
  const pushKeys = knownPushKeys(store)
  return { holdfast: 'subscriptions', version: 1, pushKeys, subscriptions: [...subscriptions.all()] }
}
