/** What asks a process to end. SIGHUP is the terminal that was closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * How long after a signal another one may still be the same: a service manager sends it to all of our processes, and one
 * that runs us in its place passes it on.
 */
export const echoMs = 500

/** Resolves at the first signal that asks this process to end. */
export function firstSignal(): Promise<void> {
  return new Promise((resolve) => onSignal(resolve))
}

/** Runs something at the next such signal, not counting those that come in the first `deafMs`. */
export function onSignal(run: () => void, deafMs = 0): void {
  const heardFrom = performance.now() + deafMs
  const once = (): void => {
    if (performance.now() < heardFrom) return
    for (const signal of signals) process.off(signal, once)
    run()
  }
  for (const signal of signals) process.on(signal, once)
}
