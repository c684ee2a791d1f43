import { isLoopbackAuthority } from '#protocol/origin-check.ts'
import type { Clock } from '#shared/clock.ts'
import { isShellAnswer, whichShell } from '../shell/names.ts'

/** What the tests of the way want of this browser beside requests. */
export interface CheckHere {
  /** Whether the page is opened from the device by its worker. */
  readonly isPageKept: () => Promise<boolean>
  /** Has the worker look for newer parts of the page; false where there is none. */
  readonly renewParts: () => Promise<boolean>
  /** The address that another device opens for the same test; null where it means this device alone. */
  readonly addressFor: (code: string) => string | null
}

const patienceMs = 1500

export function checkHere(clock: Pick<Clock, 'after'>): CheckHere {
  return {
    isPageKept: () => isPageKept(clock),
    renewParts,
    addressFor: (code) => (isLoopbackAuthority(location.host) ? null : `${location.origin}/check?with=${code}`),
  }
}

async function isPageKept(clock: Pick<Clock, 'after'>): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false
  const { serviceWorker: workers } = navigator
  const worker = workers.controller
  if (worker === null) return false
  return new Promise((resolve) => {
    const hear = ({ data }: MessageEvent): void => {
      if (isShellAnswer(data)) end(true)
    }
    const end = (isKept: boolean): void => {
      cancel()
      workers.removeEventListener('message', hear)
      resolve(isKept)
    }
    const cancel = clock.after(patienceMs, () => end(false))
    workers.addEventListener('message', hear)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- no window, but our own worker
    worker.postMessage(whichShell)
  })
}

/** Only what the page is made of: nothing of it is anybody's words, and the worker keeps the old parts until the new ones are whole. */
async function renewParts(): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false
  const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined)
  const renewed = await registration?.update().catch(() => undefined)
  return renewed !== undefined
}
