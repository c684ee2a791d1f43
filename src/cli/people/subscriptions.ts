import * as z from 'zod/mini'
import {
  deliveryAttemptSchema,
  subscriptionSchema,
  subscriptionsFileSchema,
  type Subscription,
} from '#protocol/subscription.ts'
import { utc } from '#protocol/utc.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { printable } from '#shared/printable.ts'
import { readText } from '../read-text.ts'
import type { Settings } from '../config/settings.ts'
import { callStatus, type StatusCall } from '../process/call-status.ts'

const usage = '`holdfast subscriptions list`, `add URL`, `remove ID`, `attempts ID`, `export` or `import FILE`'

/** `holdfast subscriptions`: who is told of outages. The export has everything that another status page needs. */
export async function subscriptionsCommand(
  settings: Settings,
  words: readonly string[],
): Promise<Outcome<number, string>> {
  const [action = '', what, more] = words
  if (more !== undefined) return fail(`\`${more}\` is one word too many: write ${usage}.`)
  const asked = await callFor(action, what)
  if (!asked.ok) return asked
  const answer = await callStatus(settings, asked.value)
  if (!answer.ok) return fail(answer.error)
  console.log(linesOf(action, answer.value).join('\n'))
  return ok(0)
}

async function callFor(action: string, what: string | undefined): Promise<Outcome<StatusCall, string>> {
  if (action === 'list' || action === 'export') return ok({ path: '/subscriptions' })
  const needs = needed.get(action)
  if (needs === undefined) return fail(`What is to be done with subscriptions? Write ${usage}.`)
  if (what === undefined) return fail(needs)
  const id = encodeURIComponent(what)
  if (action === 'add') return ok({ path: '/subscriptions/webhooks', body: { url: what } })
  if (action === 'remove') return ok({ path: `/subscriptions/${id}`, method: 'DELETE' })
  return action === 'attempts' ? ok({ path: `/subscriptions/${id}/attempts` }) : fileIn(what)
}

const needed: ReadonlyMap<string, string> = new Map([
  ['add', 'Which address is to be told? Write `holdfast subscriptions add URL`.'],
  ['remove', 'Which subscription? Write its id, as `holdfast subscriptions list` shows it.'],
  ['attempts', 'Of which subscription? Write its id, as `holdfast subscriptions list` shows it.'],
  ['import', 'Which file? Write `holdfast subscriptions import FILE`.'],
])

async function fileIn(name: string): Promise<Outcome<StatusCall, string>> {
  const text = await readText(name, { correct: 'correct the name', lessen: 'import it in parts' })
  if (!text.ok) return text
  const file = subscriptionsFileSchema.safeParse(jsonOf(text.value))
  if (!file.success)
    return fail(`${printable(name)} is no export of subscriptions: make one with \`holdfast subscriptions export\`.`)
  return ok({ path: '/subscriptions', body: file.data })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // No JSON is no export, which the schema says too.
  }
}

function linesOf(action: string, answer: unknown): readonly string[] {
  if (action === 'list') return listed(subscriptionsFileSchema.parse(answer).subscriptions)
  if (action === 'attempts') return attempted(z.array(deliveryAttemptSchema).parse(answer))
  if (action !== 'add') return [JSON.stringify(answer, null, 2)]
  const { id, secret } = subscriptionSchema.parse(answer)
  return [
    `It is told from now on, as ${id}.`,
    `What it gets is signed (X-Holdfast-Signature, HMAC-SHA256) with: ${secret}`,
  ]
}

function listed(all: readonly Subscription[]): readonly string[] {
  if (all.length === 0) return ['Nobody is told of outages.']
  return all.map(({ id, kind, target, isActive, untilBack }) => {
    const where = kind === 'push' ? 'a browser' : printable(target)
    const marks = [...(isActive ? [] : ['not confirmed']), ...(untilBack ? ['until it is back'] : [])]
    return `${id}  ${kind.padEnd(7)}  ${where}${marks.length === 0 ? '' : `  (${marks.join(', ')})`}`
  })
}

function attempted(all: readonly z.infer<typeof deliveryAttemptSchema>[]): readonly string[] {
  if (all.length === 0) return ['Nothing was sent to it yet.']
  return all.map(
    ({ at, tookMs, key, outcome }) =>
      `${utc(at)}  ${String(tookMs).padStart(6)} ms  ${printable(key)}  ${printable(outcome)}`,
  )
}
