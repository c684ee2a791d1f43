import type { Cancel, Clock } from '#shared/clock.ts'
import { onSlept } from './slept.ts'

/** What of a browser tells that the world around the page has changed. */
export interface Surroundings {
  readonly clock: Clock
  /** Tells `online` and `pageshow`. */
  readonly window: EventTarget
  /** Tells `visibilitychange`. */
  readonly document: EventTarget & { readonly visibilityState: string }
  /** Tells `change`; null where the browser has no such thing. */
  readonly connection: NetworkConnection | null
}

/** The part of the Network Information API that is worth something: which kind of network, where that is told. */
export interface NetworkConnection extends EventTarget {
  readonly type?: string
}

/** One watch over the surroundings for however many want to be woken; nothing is watched while nobody does. */
export function wakeCalls(surroundings: Surroundings): (run: () => void) => Cancel {
  const sleepers = new Set<() => void>()
  const wakeAll = (): void => {
    for (const run of sleepers) run()
  }
  let stop: Cancel = () => undefined
  return (run) => {
    if (sleepers.size === 0) stop = watch(surroundings, wakeAll)
    sleepers.add(run)
    return () => {
      if (sleepers.delete(run) && sleepers.size === 0) stop()
    }
  }
}

/** Calls `run` when the page is in a network that it was not in before. */
export function onNetwork(
  { window, connection }: Pick<Surroundings, 'window' | 'connection'>,
  run: () => void,
): Cancel {
  const cancels = [listen(window, 'online', run)]
  if (connection !== null) cancels.push(onAnotherKind(connection, run))
  return () => {
    for (const cancel of cancels) cancel()
  }
}

function watch(surroundings: Surroundings, wakeAll: () => void): Cancel {
  const { clock, window, document } = surroundings
  const isSeen = (): boolean => document.visibilityState === 'visible'
  const cancels = [
    onNetwork(surroundings, wakeAll),
    listen(window, 'pageshow', wakeAll),
    listen(document, 'visibilitychange', () => {
      if (isSeen()) wakeAll()
    }),
    onSlept(clock, isSeen, wakeAll),
  ]
  return () => {
    for (const cancel of cancels) cancel()
  }
}

// It also tells each new guess at the speed, of which there are many just when the network is bad.
function onAnotherKind(connection: NetworkConnection, run: () => void): Cancel {
  let { type } = connection
  return listen(connection, 'change', () => {
    if (connection.type === type) return
    type = connection.type
    run()
  })
}

function listen(target: EventTarget, name: string, run: () => void): Cancel {
  target.addEventListener(name, run)
  return () => target.removeEventListener(name, run)
}
