import * as z from 'zod/mini'

/** Who wants to be told, and how: portable, so that nobody is lost when a status page moves. */
export const subscriptionKinds = ['webhook', 'mail', 'push'] as const
export type SubscriptionKind = (typeof subscriptionKinds)[number]

/** What a browser gives out for web push (https://www.w3.org/TR/push-api/#pushsubscription-interface). */
export const pushTargetSchema = z.object({
  endpoint: z.string().check(z.startsWith('https://'), z.maxLength(1_000)),
  keys: z.object({
    p256dh: z.string().check(z.regex(/^[\w-]{80,100}=?$/)),
    auth: z.string().check(z.regex(/^[\w-]{16,30}={0,2}$/)),
  }),
})
export type PushTarget = z.infer<typeof pushTargetSchema>

export const subscriptionSchema = z.object({
  id: z.string().check(z.regex(/^[a-z0-9]{12}$/)),
  kind: z.enum(subscriptionKinds),
  /** An address, or for push a JSON `PushTarget`. */
  target: z.string().check(z.minLength(3), z.maxLength(2_000)),
  /** Signs webhooks; opens the page on which mail is ended. Nothing for push. */
  secret: z.string().check(z.maxLength(200)),
  /** False until whoever owns the address has said yes. */
  isActive: z.boolean(),
  /** Ends with the outage that goes on. */
  untilBack: z.boolean(),
  createdAt: z.number(),
})
export type Subscription = z.infer<typeof subscriptionSchema>

/** Everything that another status page needs to go on telling the same people. */
export const subscriptionsFileSchema = z.object({
  holdfast: z.literal('subscriptions'),
  version: z.literal(1),
  /** Browsers take pushes only from whoever holds these (RFC 8292). Null where nobody ever asked for one. */
  pushKeys: z.nullable(z.object({ publicKey: z.string(), privateKey: z.string() })),
  subscriptions: z.array(subscriptionSchema).check(z.maxLength(100_000)),
})
export type SubscriptionsFile = z.infer<typeof subscriptionsFileSchema>

export const deliveryAttemptSchema = z.object({
  at: z.number(),
  key: z.string(),
  tookMs: z.number(),
  /** `delivered`, or what was seen instead. */
  outcome: z.string(),
})
export type DeliveryAttempt = z.infer<typeof deliveryAttemptSchema>

/** What the worker of the page is pushed. */
export const pushedSchema = z.object({ title: z.string(), body: z.string(), url: z.string() })
export type Pushed = z.infer<typeof pushedSchema>
