import type { Outcome } from '#shared/outcome.ts'
import type { Config } from '../config/load.ts'
import type { ProcessName } from './messages.ts'
import { echoMs, endingAlone, firstSignal, isInTerminal, onReload, onSignal } from './signals.ts'
import { startProcess, type Running } from './start.ts'

/** Reads the settings from where they stand. */
export type ReadConfig = () => Outcome<Config, string>

/** Runs one process by itself until a signal ends it. Answers with the exit code. */
export async function runAlone(name: ProcessName, config: Config, readAgain: ReadConfig): Promise<number> {
  const started = await startProcess(name, config.settings)
  if (!started.ok) {
    console.error(started.error)
    return 2
  }
  // Before the line: whoever waits for it may ask for the end at once.
  const canReload = started.value.reload !== undefined && !isInTerminal()
  const ending = canReload ? endingAlone : undefined
  const askedToEnd = firstSignal(ending)
  if (canReload) onReload(() => reload(started.value, readAgain))
  console.log(`${name.padEnd(7)} ${started.value.address}`)
  await askedToEnd
  // Whoever asks a second time does not want to wait for streams to end.
  onSignal(() => process.exit(0), echoMs, ending)
  await started.value.stop()
  return 0
}

/** Settings that cannot be used change nothing: what runs goes on. */
function reload(running: Running, readAgain: ReadConfig): void {
  const config = readAgain()
  const done = config.ok ? running.reload?.(config.value.settings) : config
  if (done?.ok === false) console.error(`The settings were read again and not taken: ${done.error}`)
}
