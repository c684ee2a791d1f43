/**
 * The process of one embedded model. The library and the model's file are opened here and nowhere else: a malformed
 * file can abort a process, and then it is only this one. The server forks it; its orders come over that channel.
 */
import { fail, ok } from '#shared/outcome.ts'
import type { Outcome } from '#shared/outcome.ts'
import { sha256Of } from './checksum.ts'
import { Desk } from './desk.ts'
import { importLibrary, loadModel, messageOf } from './llama.ts'
import type { LoadedModel } from './llama.ts'
import { orderSchema } from './messages.ts'
import type { EngineFailure, News, Order } from './messages.ts'

let desk: Desk | undefined

process.on('message', (message) => void obey(orderSchema.parse(message)))

// The channel closes when the server ends, however it ends. Nothing here is worth an orderly end, and an orderly one
// would wait for a thread that may be computing for seconds.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))

// Ctrl-C and a service manager's stop reach every process at once. The server still lets its replies come to an end,
// and closes the channel when it has.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

async function obey(order: Order): Promise<void> {
  if (order.t === 'open') await open(order.file, order.sha256)
  else if (order.t === 'stop') desk?.stop(order.job)
  else await desk?.write(order)
}

async function open(file: string, expected: string | null): Promise<void> {
  const opened = await openChecked(file, expected)
  if (!opened.ok) return send({ t: 'refused', failure: opened.error })
  const { sha256, loaded } = opened.value
  const { contextTokens, weights } = loaded
  desk = new Desk(loaded, (job, piece) => send({ t: 'piece', job, piece }))
  send({ t: 'loaded', sha256, sequences: loaded.sequences.length, contextTokens, weights })
}

interface Opened {
  readonly sha256: string
  readonly loaded: LoadedModel
}

async function openChecked(file: string, expected: string | null): Promise<Outcome<Opened, EngineFailure>> {
  const library = await importLibrary()
  if (!library.ok) return library
  const sha256 = await check(file, expected)
  if (!sha256.ok) return sha256
  const loaded = await loadModel(library.value, file)
  return loaded.ok ? ok({ sha256: sha256.value, loaded: loaded.value }) : loaded
}

/** A file with a few flipped bytes loads without a word and talks nonsense, so this comes first, every time. */
async function check(file: string, expected: string | null): Promise<Outcome<string, EngineFailure>> {
  try {
    const sha256 = await sha256Of(file)
    if (expected === null || sha256 === expected) return ok(sha256)
    return fail({ fault: 'model-file-damaged', because: `${file} has sha256 ${sha256}; it should be ${expected}` })
  } catch (error) {
    return fail({ fault: 'model-file-unusable', because: messageOf(error) })
  }
}

function send(news: News): void {
  process.send?.(news)
}
