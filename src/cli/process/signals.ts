/** What asks a process to end. SIGHUP is the terminal that was closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Runs something whenever somebody asks for the settings to be read again: SIGHUP, where no terminal could have sent it. */
export function onReload(run: () => void): void {
  process.on('SIGHUP', run)
}

/** Whether SIGHUP is the end of the terminal that this process runs in. */
export function isInTerminal(): boolean {
  return process.stdin.isTTY || process.stdout.isTTY
}

/**
 * How long after a signal another one may still be the same: a service manager sends it to all of our processes, and one
 * that runs us in its place passes it on.
 */
export const echoMs = 500

/** Resolves at the first signal that asks this process to end. */
export function firstSignal(ending: readonly NodeJS.Signals[] = signals): Promise<void> {
  return new Promise((resolve) => onSignal(resolve, 0, ending))
}

/** The signals that end a process which takes SIGHUP for something else. */
export const endingAlone: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM']

/**
 * Runs something at the next such signal, not counting those that come in the first `deafMs`. It is listened for ever
 * after: without a listener the next one would end the process on the spot.
 */
export function onSignal(run: () => void, deafMs = 0, ending: readonly NodeJS.Signals[] = signals): void {
  const heardFrom = performance.now() + deafMs
  let isHeard = false
  const hear = (): void => {
    if (isHeard || performance.now() < heardFrom) return
    isHeard = true
    run()
  }
  for (const signal of ending) process.on(signal, hear)
}
