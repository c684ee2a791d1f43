/**
 * A process for what takes long: backups, and the check of a whole database. It obeys one order and ends. The server forks
 * it, for SQLite would stop its event loop meanwhile; the order comes over that channel, since there may be a key in it.
 */
import { setPriority } from 'node:os'
import { makeBackup, wordsOf } from './make.ts'
import { openPlace } from './open-place.ts'
import { orderSchema, type News, type Order } from './orders.ts'
import { damageOf } from './sqlite/verify.ts'

// Tokens go first.
setPriority(10)

process.on('message', (message) => void answer(orderSchema.parse(message)))

// The server has ended. What is half done is taken away by the next backup.
process.on('disconnect', () => process.exit(0))

// Ctrl-C and a service manager's stop reach every process at once; the server says when to end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

async function answer(order: Order): Promise<void> {
  const news = await obey(order)
  process.send?.(news, undefined, undefined, () => process.exit(0))
}

async function obey(order: Order): Promise<News> {
  try {
    if (order.t === 'back-up') return await backUp(order)
    if (order.t === 'check') return { t: 'checked', damage: damageOf(order.file) ?? null }
    const [newest = null] = await (await openPlace(order.place)).list()
    return { t: 'newest', backup: newest }
  } catch (error) {
    return { t: 'failed', failure: { fault: 'backup-failed', because: wordsOf(error) } }
  }
}

async function backUp({ order }: Extract<Order, { t: 'back-up' }>): Promise<News> {
  const made = await makeBackup(order)
  if (!made.ok) return { t: 'failed', failure: made.error }
  const { manifest, removed, notRemoved } = made.value
  const { name, madeAt: at, sizeBytes } = manifest
  return { t: 'backed-up', backup: { name, at, sizeBytes }, removed, notRemoved }
}
