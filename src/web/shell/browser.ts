import { signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { shellPrefix, workerPath } from '#protocol/shell-worker.ts'
import type { Means } from '../means.ts'
import { forgetShells, keptShells } from './kept-shells.ts'
import { escapeWord, isShellAnswer, whichShell } from './names.ts'

// Tabs stay open for weeks. A build that is a day old is worth nobody's hurry.
const lookEveryMs = 3_600_000

/**
 * Has the worker keep the page on this device, so that it opens with every server dead. The signal turns true when the
 * worker has a page that is newer than this one. Whether and when to load it is the reader's choice alone.
 */
export function keepShell(means: Pick<Means, 'clock' | 'onWake'>): ReadonlySignal<boolean> {
  const hasNewer = signal(false)
  const version = document.documentElement.dataset['shell']
  // There is no worker where there is no build, nor on a page that came over plain HTTP from another machine.
  if (version === undefined || !('serviceWorker' in navigator)) return hasNewer
  const isUnwanted = new URLSearchParams(location.search).has(escapeWord)
  const done = isUnwanted ? doWithout() : keep(version, hasNewer, means)
  done.catch((error: unknown) => console.warn(`This page is not kept on this device: ${String(error)}`))
  return hasNewer
}

async function doWithout(): Promise<void> {
  const registrations = await navigator.serviceWorker.getRegistrations()
  await Promise.all(registrations.map((registration) => registration.unregister()))
  await forgetShells(await keptShells())
}

async function keep(version: string, hasNewer: Signal<boolean>, { clock, onWake }: Pick<Means, 'clock' | 'onWake'>) {
  await sayVersion(version)
  const { serviceWorker: workers } = navigator
  const ask = (): void => workers.controller?.postMessage(whichShell)
  workers.addEventListener('message', ({ data }) => {
    if (isShellAnswer(data)) hasNewer.value = data.shell !== version
  })
  workers.addEventListener('controllerchange', ask)
  workers.startMessages()
  ask()
  await loaded()
  const registration = await workers.register(workerPath, { updateViaCache: 'none' })
  // Without an answer there is nothing newer to be had.
  const look = (): void => void registration.update().catch(() => undefined)
  clock.every(lookEveryMs, look)
  onWake(look)
}

/** Held as long as this page is open: the worker throws away no file of a build that some page is of. */
function sayVersion(version: string): Promise<void> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(shellPrefix + version, { mode: 'shared' }, () => {
        resolve()
        return new Promise(() => undefined)
      })
      .catch(reject)
  })
}

/** What the worker fetches must not stand in the way of what the first picture needs. */
async function loaded(): Promise<void> {
  if (document.readyState === 'complete') return
  await new Promise((resolve) => addEventListener('load', resolve, { once: true }))
}
