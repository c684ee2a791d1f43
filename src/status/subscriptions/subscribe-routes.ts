import * as z from 'zod/mini'
import { pushTargetSchema } from '#protocol/subscription.ts'
import { refused } from '../http/answering.ts'
import { formIn, jsonIn } from '../http/read-fields.ts'
import { json, type Answer, type Asked, type Route } from '../http/route.ts'
import type { Means } from '../means.ts'
import { refusedFor } from '../people/fault-page.ts'
import { Pace } from '../people/pace.ts'
import { peoplePage } from '../people/page.ts'
import type { SendMail } from './mail.ts'
import { pushKeys } from './push.ts'
import { confirmedPage, endedPage, lookIntoMailPage, subscribePage, subscriptionPage } from './subscribe-page.ts'
import type { Subscriptions } from './subscriptions.ts'

export interface SubscribeDoors extends Pick<Means, 'clock' | 'store' | 'board' | 'log'> {
  readonly subscriptions: Subscriptions
  readonly sendMail: SendMail | undefined
  readonly markOf: (address: string) => string
}

const mailSchema = z.string().check(z.maxLength(254), z.regex(/^[^\s@<>"(),:;\\[\]]+@[a-z\d-]+(?:\.[a-z\d-]+)+$/i))
const mostBytes = 4_000
/** Where one tap in a mail program ends (RFC 8058 §3.1). */
const oneClick = 'List-Unsubscribe'

/** How people subscribe: by mail with a link to confirm, or by web push. */
export function subscribeRoutes(doors: SubscribeDoors): readonly Route[] {
  const { subscriptions, clock, store, sendMail, markOf } = doors
  const ofClients = new Pace({ ofOne: 20, ofAll: 1_000 })
  const isTooMuch = ({ client }: Asked): boolean => !ofClients.take(markOf(client), clock.now())
  const ask = askToConfirm(doors)
  return [
    { method: 'GET', path: '/subscribe', answer: () => peoplePage(subscribePage(sendMail !== undefined)) },
    {
      method: 'POST',
      path: '/subscribe',
      bodyLimitBytes: mostBytes,
      async answer(asked) {
        const mail = mailSchema.safeParse(formIn(asked.body)['mail']?.trim())
        if (sendMail === undefined) return refusedFor(asked, 'no-mail-server')
        if (!mail.success) return refusedFor(asked, 'invalid-request', { because: 'that is no e-mail address' })
        if (isTooMuch(asked)) return refusedFor(asked, 'too-many-tickets')
        return (await ask(asked, mail.data)) ?? peoplePage(lookIntoMailPage)
      },
    },
    {
      method: 'GET',
      path: '/s/:secret',
      answer(asked) {
        const subscription = subscriptions.bySecret(asked.params['secret'] ?? '')
        return subscription === undefined
          ? refusedFor(asked, 'unknown-subscription')
          : peoplePage(subscriptionPage(subscription))
      },
    },
    {
      method: 'POST',
      path: '/s/:secret',
      bodyLimitBytes: mostBytes,
      answer: (asked) => settle(asked, subscriptions),
    },
    { method: 'GET', path: '/push/key', from: 'edge', answer: () => json({ key: pushKeys(store).publicKey }) },
    {
      method: 'POST',
      path: '/push',
      from: 'edge',
      bodyLimitBytes: mostBytes,
      answer(asked) {
        const target = pushTargetSchema.safeParse(jsonIn(asked.body))
        if (!target.success) return refused('invalid-request')
        if (isTooMuch(asked)) return refused('too-many-tickets')
        const text = JSON.stringify(target.data)
        const added = subscriptions.add({ kind: 'push', target: text, isActive: true, untilBack: true })
        return added.ok ? json({ ok: true }, 201) : refused(added.error.fault, { because: added.error.because })
      },
    },
  ]
}

/** Whoever owns the address says yes to it, and nobody else. */
function askToConfirm({ subscriptions, sendMail, board, clock, log, markOf }: SubscribeDoors) {
  const ofAddresses = new Pace({ ofOne: 3, ofAll: 500 })
  return async function ask(asked: Asked, mail: string): Promise<Answer | undefined> {
    const added = subscriptions.add({ kind: 'mail', target: mail, isActive: false })
    if (!added.ok) return refusedFor(asked, added.error.fault, { because: added.error.because })
    const { isActive, secret } = added.value
    if (isActive || sendMail === undefined || !ofAddresses.take(markOf(mail.toLowerCase()), clock.now()))
      return undefined
    const { name, url } = board()
    const text = `Somebody, hopefully you, asked to be told at this address when ${name} has an outage.\n\nTo say yes, open this link:\n${url}/s/${secret}\n\nIf it was not you, do nothing: the address is forgotten in two days.\n`
    const sent = await sendMail({ to: mail, subject: `[${name}] Shall we tell you of outages?`, text })
    if (!sent.ok) log.warn('a mail to confirm was not sent', { because: sent.error.says })
    return undefined
  }
}

function settle(asked: Asked, subscriptions: Subscriptions): Answer {
  const subscription = subscriptions.bySecret(asked.params['secret'] ?? '')
  if (subscription === undefined) return refusedFor(asked, 'unknown-subscription')
  const fields = formIn(asked.body)
  const isEnd = fields['do'] === 'end' || fields[oneClick] !== undefined
  if (!isEnd && fields['do'] !== 'confirm') return refusedFor(asked, 'invalid-request')
  const done = isEnd ? subscriptions.remove(subscription.id) : subscriptions.confirm(subscription.id)
  if (!done.ok) return refusedFor(asked, done.error.fault, { because: done.error.because })
  return peoplePage(isEnd ? endedPage : confirmedPage)
}
