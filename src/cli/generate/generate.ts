import { randomUUID } from 'node:crypto'
import { generate, openGenerator, type Diagnostic } from '#story/generator.ts'
import { ok, type Outcome } from '#shared/outcome.ts'
import type { Arguments } from '../arguments.ts'
import { answerBatch } from './batch.ts'
import { errorOf, placelessError } from './error-of.ts'
import { orderFrom, type Order } from './order.ts'
import { readSource, sourcesBeside } from './sources.ts'

/** `holdfast generate`: rolls a generator, or checks one. It needs no settings, no server and no network. */
export async function generateCommand(args: Arguments): Promise<Outcome<number, string>> {
  const order = orderFrom(args)
  if (!order.ok) return order
  if (order.value.kind === 'batch') return answerBatch(order.value.file)
  const source = await readSource(order.value.file)
  if (!source.ok) return order.value.asJson ? unreadable(source.error) : source
  if (order.value.kind === 'check') return check(source.value, order.value)
  const roll = { ...order.value, source: source.value, seed: order.value.seed ?? randomUUID() }
  return order.value.asJson ? rollAsJson(roll) : rollAsText(roll)
}

type RollOrder = Extract<Order, { kind: 'roll' }> & { readonly source: string; readonly seed: string }

const now = (): number => performance.now()

async function rollAsJson({ source, file, call, count, seed }: RollOrder): Promise<Outcome<number, string>> {
  const generated = await generate({ source, files: sourcesBeside(file), call, count, seed, now })
  console.log(JSON.stringify(generated.ok ? generated.value : { error: errorOf(generated.error) }))
  return ok(generated.ok ? 0 : 1)
}

/** Each text as soon as there is one. */
async function rollAsText({ source, file, call, count, seed }: RollOrder): Promise<Outcome<number, string>> {
  const opened = openGenerator(source, { files: sourcesBeside(file), now })
  if (!opened.ok) return trouble(file, opened.error)
  for (let index = 0; index < count; index++) {
    const rolled = await opened.value.roll({ seed, call, index })
    if (!rolled.ok) return trouble(file, rolled.error)
    console.log(rolled.value.text)
  }
  return ok(0)
}

/** Status 1 when the generator cannot be right; warnings alone are no failure. */
function check(source: string, { file, asJson }: Extract<Order, { kind: 'check' }>): Outcome<number, string> {
  const opened = openGenerator(source, { files: sourcesBeside(file), now })
  const found = opened.ok ? opened.value.check() : [opened.error]
  if (asJson) console.log(JSON.stringify({ diagnostics: found }))
  else for (const one of found) console.log(`${placed(file, one)} (${one.severity}, ${one.id})`)
  if (!asJson && found.length === 0) console.log('Nothing to say against it.')
  return ok(found.some(({ severity }) => severity === 'error') ? 1 : 0)
}

function trouble(file: string, diagnostic: Diagnostic): Outcome<number, string> {
  console.error(placed(file, diagnostic))
  return ok(1)
}

function placed(file: string, { line, column, message, module }: Diagnostic): string {
  const where = module === '' ? (file === '-' ? 'standard input' : file) : module
  return `${where}:${line}:${column}: ${message}`
}

function unreadable(message: string): Outcome<number, string> {
  console.log(JSON.stringify({ error: placelessError('unreadable-file', message) }))
  return ok(1)
}
