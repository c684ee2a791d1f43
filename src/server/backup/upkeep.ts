import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { newsSchema, type News, type Order } from './orders.ts'

/** Has an order carried out elsewhere. Never rejects; when the signal aborts, what it does is given up. */
export type Ask = (order: Order, signal: AbortSignal) => Promise<News>

const entry = fileURLToPath(new URL('./child.ts', import.meta.url))

/** Carries out an order in a process of its own, which ends with it. */
export const askChild: Ask = (order, signal) =>
  new Promise((resolve) => {
    const child = fork(entry, [order.t], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    const said: string[] = []
    const stop = (): void => void child.kill('SIGKILL')
    signal.addEventListener('abort', stop, { once: true })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => said.push(text))
    child.on('message', (message) => resolve(newsSchema.parse(message)))
    child.on('error', (error) => resolve(ended(error.message)))
    child.on('close', (code, killedBy) => {
      signal.removeEventListener('abort', stop)
      // After an answer this changes nothing.
      resolve(ended([`its process ended (${killedBy ?? code})`, ...said].join(': ').trim()))
    })
    child.send(order, () => undefined)
    if (signal.aborted) stop()
  })

function ended(because: string): News {
  return { t: 'failed', failure: { fault: 'backup-failed', because } }
}
