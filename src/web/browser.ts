import { openDB } from 'idb'
import { isLoopbackAuthority } from '#protocol/origin-check.ts'
import type { Clock } from '#shared/clock.ts'
import { idMaker } from '#shared/ids.ts'
import type { Channel, Means, Shelf } from './means.ts'
import { Passage, type PassageNote } from './reader/passage.ts'
import { Store } from './store/store.ts'
import { Sightings } from './support/sightings.ts'
import { underLease } from './tabs/lease.ts'
import { onNetwork, wakeCalls, type NetworkConnection, type Surroundings } from './wake.ts'

/** The one place of the page where clock, chance, network and storage are real. */
export function browserMeans(): Means {
  const makeId = idMaker({ now: Date.now, fill: (bytes) => crypto.getRandomValues(bytes) })
  const surroundings: Surroundings = { clock: browserClock, window, document, connection: networkConnection() }
  const passage = new Passage(browserClock, passageNote)
  onNetwork(surroundings, () => passage.tell('moved'))
  return {
    clock: browserClock,
    chance: Math.random,
    makeId,
    fetch: (path, request) => fetch(path, request),
    isOnline: () => navigator.onLine,
    // A server on the device itself is there without any network.
    canReach: () => navigator.onLine || isLoopbackAuthority(location.host),
    onWake: wakeCalls(surroundings),
    nextFrame,
    shelf: browserShelf,
    passage,
    sightings: new Sightings({ clock: browserClock, shelf: browserShelf }),
    store: new Store({ open: openDB, clock: browserClock }),
    openChannel,
    // Browsers have locks only where the connection is safe from others: under TLS, and on the device itself.
    alone: (name, run, signal) =>
      'locks' in navigator
        ? navigator.locks.request(`holdfast:${name}`, { signal }, run)
        : underLease({ clock: browserClock, shelf: browserShelf, makeId }, name, run, signal),
    whenIdle,
    quotaBytes: async () => ('storage' in navigator ? ((await navigator.storage.estimate()).quota ?? null) : null),
    persist: () => ('storage' in navigator ? navigator.storage.persist() : Promise.resolve(false)),
  }
}

// A page that is hidden draws no pictures, and may be thrown away without being looked at again.
const longestWithoutPictureMs = 1_000

function nextFrame(run: () => void): void {
  const go = (): void => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    run()
  }
  const frame = requestAnimationFrame(go)
  const timer = setTimeout(go, longestWithoutPictureMs)
}

function whenIdle(run: () => void): void {
  if (document.readyState !== 'complete') addEventListener('load', () => whenIdle(run), { once: true })
  // Safari has no such call: a moment later will have to do.
  else if ('requestIdleCallback' in window) requestIdleCallback(run, { timeout: 1_000 })
  else setTimeout(run, 50)
}

function openChannel(name: string, hear: (message: unknown) => void): Channel {
  const channel = new BroadcastChannel(`holdfast:${name}`)
  channel.addEventListener('message', ({ data }) => hear(data))
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a window's has one, a channel's has not
  return { say: (message) => channel.postMessage(message) }
}

export const browserClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }, ms)
      if (signal?.aborted === true) stop()
      else signal?.addEventListener('abort', stop, { once: true })
    }),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  every: (ms, run) => {
    const timer = setInterval(run, ms)
    return () => clearInterval(timer)
  },
  soon: (run) => void setTimeout(run),
}

// Not in every browser, and not among the types.
function networkConnection(): NetworkConnection | null {
  return 'connection' in navigator && navigator.connection instanceof EventTarget ? navigator.connection : null
}

const passageKey = 'holdfast:passage'
const passageNote: PassageNote = {
  read: () => {
    const barredAt = Number(orElse(null, () => sessionStorage.getItem(passageKey)))
    return barredAt > 0 ? barredAt : null
  },
  write: (barredAt) =>
    orElse(undefined, () => {
      if (barredAt === null) sessionStorage.removeItem(passageKey)
      else sessionStorage.setItem(passageKey, String(barredAt))
    }),
}

// Every use of localStorage may throw: blocked by a setting, or full.
const browserShelf: Shelf = {
  get: (key) => orElse(null, () => localStorage.getItem(key)),
  put: (key, value) =>
    orElse(false, () => {
      localStorage.setItem(key, value)
      return true
    }),
  remove: (key) => orElse(undefined, () => localStorage.removeItem(key)),
  keys: (prefix) => orElse([], () => Object.keys(localStorage).filter((key) => key.startsWith(prefix))),
}

function orElse<T>(otherwise: T, run: () => T): T {
  try {
    return run()
  } catch {
    return otherwise
  }
}
