import type { Clock } from '#shared/clock.ts'
import { idMaker } from '#shared/ids.ts'
import type { Means, Shelf } from './means.ts'

/** The one place of the page where clock, chance, network and storage are real. */
export function browserMeans(): Means {
  return {
    clock: browserClock,
    chance: Math.random,
    makeId: idMaker({ now: Date.now, fill: (bytes) => crypto.getRandomValues(bytes) }),
    fetch: (path, request) => fetch(path, request),
    isOnline: () => navigator.onLine,
    onWake,
    nextFrame: (run) => requestAnimationFrame(run),
    shelf: browserShelf,
  }
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

function onWake(run: () => void): () => void {
  const whenVisible = (): void => {
    if (document.visibilityState === 'visible') run()
  }
  addEventListener('online', run)
  addEventListener('pageshow', run)
  document.addEventListener('visibilitychange', whenVisible)
  return () => {
    removeEventListener('online', run)
    removeEventListener('pageshow', run)
    document.removeEventListener('visibilitychange', whenVisible)
  }
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
