import type { Settings } from '../config/settings.ts'
import { parseOrder, type ProcessName, type Word } from './messages.ts'
import { startProcess } from './start.ts'

/** Runs one process for `holdfast up`, which gives the settings, hears the news, and says when to stop. */
export async function runSupervised(name: ProcessName): Promise<number> {
  const settings = await orderToStart()
  const ending = whenToEnd()
  const started = await startProcess(name, settings)
  if (!started.ok) {
    await say({ word: 'refused', why: started.error })
    return 2
  }
  await say({ word: 'ready', address: started.value.address })
  await ending
  await started.value.stop()
  return 0
}

function orderToStart(): Promise<Settings> {
  return new Promise((resolve) => {
    // It may have gone while we were loading.
    if (!process.connected) exitEarly()
    process.once('disconnect', exitEarly)
    process.once('message', (message) => {
      const order = parseOrder(message)
      if (order.order === 'stop') exitEarly()
      else {
        process.off('disconnect', exitEarly)
        resolve(order.settings)
      }
    })
  })
}

function exitEarly(): void {
  process.exit(0)
}

function whenToEnd(): Promise<void> {
  // Ctrl+C, or closing the terminal, reaches every process in it at once. When each ends is for `holdfast up` to say.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
  return new Promise((resolve) => {
    process.on('SIGTERM', () => resolve())
    // The parent is gone, killed perhaps: nobody would ever say stop.
    process.on('disconnect', () => resolve())
    process.on('message', (message) => {
      if (parseOrder(message).order === 'stop') resolve()
    })
  })
}

/** Resolves when the word is on its way. A parent that is gone needs no word: `disconnect` sees to that. */
function say(word: Word): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve()
    else process.send(word, undefined, undefined, () => resolve())
  })
}
