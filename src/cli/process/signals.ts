/** Resolves at the first SIGINT or SIGTERM. */
export function firstSignal(): Promise<void> {
  return new Promise((resolve) => onSignal(resolve))
}

/** Runs something at the next SIGINT or SIGTERM. */
export function onSignal(run: () => void): void {
  const signals = ['SIGINT', 'SIGTERM'] as const
  const once = (): void => {
    for (const signal of signals) process.off(signal, once)
    run()
  }
  for (const signal of signals) process.on(signal, once)
}
