import type { Settings } from '../config/settings.ts'
import type { ProcessName } from './messages.ts'
import { echoMs, firstSignal, onSignal } from './signals.ts'
import { startProcess } from './start.ts'

/** Runs one process by itself until a signal ends it. Answers with the exit code. */
export async function runAlone(name: ProcessName, settings: Settings): Promise<number> {
  const started = await startProcess(name, settings)
  if (!started.ok) {
    console.error(started.error)
    return 2
  }
  console.log(`${name.padEnd(7)} ${started.value.address}`)
  await firstSignal()
  // Whoever asks a second time does not want to wait for streams to end.
  onSignal(() => process.exit(0), echoMs)
  await started.value.stop()
  return 0
}
