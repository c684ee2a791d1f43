import * as z from 'zod/mini'
import { askStatus, type AskStatusMeans } from './ask-status.ts'

/** `told`: this browser will be told. `denied`: the person or the browser does not want it. */
export type PushOutcome = 'told' | 'denied' | 'failed'

const keySchema = z.object({ key: z.string() })

/** Browsers have push only where the connection is safe from others, and iOS only for pages on the home screen. */
export function canBePushed(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window
}

/** "Tell me when it is back": asks the person, then the browser's push service, then leaves the address with the status process. */
export async function tellWhenBack(means: Pick<AskStatusMeans, 'fetch' | 'clock'>): Promise<PushOutcome> {
  if ((await Notification.requestPermission()) !== 'granted') return 'denied'
  const known = keySchema.safeParse(await askStatus(means, '/status/push/key'))
  if (!known.success) return 'failed'
  try {
    const { pushManager } = await navigator.serviceWorker.ready
    // The key may have been another one, of a status page before this.
    await (await pushManager.getSubscription())?.unsubscribe()
    const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: known.data.key })
    const taken = await askStatus(means, '/status/push', subscription.toJSON())
    return taken === undefined ? 'failed' : 'told'
  } catch {
    return 'failed' // The browser's own push service does not answer, or there is none.
  }
}
