import type { Route } from '../http/route.ts'
import type { Means } from '../means.ts'
import type { TellingSettings } from '../settings.ts'
import { Announcing } from './announcing.ts'
import { Delivering } from './delivering.ts'
import { mailer, type SendMail } from './mail.ts'
import { subscriptionRoutes } from './operator-routes.ts'
import { resolveBySystem } from './send.ts'
import { subscribeRoutes } from './subscribe-routes.ts'
import { Subscriptions } from './subscriptions.ts'

export interface Telling {
  readonly subscriptions: Subscriptions
  readonly routes: readonly Route[]
  /** Undefined where no mail server is set. */
  readonly sendMail: SendMail | undefined
  readonly stop: () => void
}

/** Telling those who want to hear of outages: what is said in public goes out to them. */
export function openTelling(means: Means, markOf: (address: string) => string): Telling {
  const { store, clock, log, board, settings } = means
  const subscriptions = new Subscriptions(means)
  const { mailServer, mailFrom, allowsInside } = settings.telling ?? nobodyTold
  const sendMail = mailServer === null || mailFrom === null ? undefined : mailer({ server: mailServer, from: mailFrom })
  const announcing = new Announcing({ store, clock, subscriptions, board })
  const delivering = new Delivering({
    store,
    clock,
    log,
    subscriptions,
    sendMail,
    sending: { clock, resolve: resolveBySystem, allowsInside },
    url: () => board().url,
    contact: contactOf(settings.publicUrl, mailFrom),
  })
  // What was said while nobody could deliver, such as just before a restart.
  announcing.catchUp()
  const stopDelivering = delivering.start()
  const stopHearing = means.onChange(() => {
    announcing.catchUp()
    delivering.go()
  })
  return {
    subscriptions,
    sendMail,
    routes: [
      ...subscribeRoutes({ ...means, subscriptions, sendMail, markOf }),
      ...subscriptionRoutes(subscriptions, store),
    ],
    stop() {
      stopHearing()
      stopDelivering()
    },
  }
}

const nobodyTold: TellingSettings = { mailServer: null, mailFrom: null, allowsInside: false }

function contactOf(publicUrl: string | null, mailFrom: string | null): string {
  const address = /[^\s<>]+@[^\s<>]+/.exec(mailFrom ?? '')?.[0]
  if (address !== undefined) return `mailto:${address}`
  return publicUrl?.startsWith('https:') === true ? publicUrl : 'mailto:operator@localhost'
}
