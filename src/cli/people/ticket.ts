import * as z from 'zod/mini'
import { bundleSchema } from '#protocol/bundle.ts'
import { bundleLines, troubleWords } from '#protocol/bundle-text.ts'
import {
  ticketHeadSchema,
  ticketStates,
  wholeTicketSchema,
  type TicketHead,
  type WholeTicket,
} from '#protocol/ticket.ts'
import { utcMinute } from '#protocol/utc.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { printable, printableLines } from '#shared/printable.ts'
import { escapedJson } from '../support/escaped-json.ts'
import type { Settings } from '../config/settings.ts'
import { callStatus, type StatusCall } from '../process/call-status.ts'

export interface TicketOrder {
  readonly words: readonly string[]
  readonly flags: ReadonlyMap<string, string>
}

const usage = '`holdfast ticket list`, `show ID`, `answer ID TEXT`, `close ID`, `link ID INCIDENT` or `export`'

/** `holdfast ticket`: what people asked for help with, as the operator. It comes from strangers: a terminal obeys none of it. */
export async function ticketCommand(settings: Settings, order: TicketOrder): Promise<Outcome<number, string>> {
  const [action = '', id, ...rest] = order.words
  const asJson = order.flags.has('--json')
  const act = actions.get(action)
  if (act === undefined) return fail(`What is to be done with tickets? Write ${usage}.`)
  const asked = act({ id, rest, state: order.flags.get('--state') })
  if (!asked.ok) return asked
  const answer = await callStatus(settings, asked.value)
  if (!answer.ok) return fail(answer.error)
  const lines = linesOf(answer.value, asJson || action === 'export')
  if (lines === undefined)
    return fail('The status process answered in a form that this command does not know: use the same version of both.')
  console.log(lines.join('\n'))
  return ok(0)
}

interface Words {
  readonly id: string | undefined
  readonly rest: readonly string[]
  readonly state: string | undefined
}

type Ask = (words: Words) => Outcome<StatusCall, string>

const actions: ReadonlyMap<string, Ask> = new Map<string, Ask>([
  ['list', ({ state = 'open' }) => listOf(state)],
  ['export', () => ok({ path: '/tickets/export' })],
  ['show', (words) => about(words, undefined)],
  [
    'answer',
    (words) =>
      withText(
        words,
        (body) => ({ do: 'answer', body }),
        'What is the answer? Write `holdfast ticket answer ID TEXT`.',
      ),
  ],
  [
    'link',
    (words) =>
      withText(
        words,
        (incident) => ({ do: 'link', incident }),
        'To which incident? Write `holdfast ticket link ID INCIDENT`.',
      ),
  ],
  ['close', (words) => about(words, { do: 'close' })],
])

function listOf(state: string): Outcome<StatusCall, string> {
  if (state === 'all') return ok({ path: '/tickets' })
  const isState = ticketStates.some((one) => one === state)
  if (!isState) return fail(`--state is ${JSON.stringify(state)}, but must be one of ${ticketStates.join(', ')}, all.`)
  return ok({ path: `/tickets?state=${state}` })
}

function about({ id }: Words, body: object | undefined): Outcome<StatusCall, string> {
  if (id === undefined) return fail('Which ticket? Write its id, as `holdfast ticket list` shows it.')
  return ok({ path: `/tickets/${encodeURIComponent(id)}`, ...(body !== undefined && { body }) })
}

function withText(words: Words, bodyOf: (text: string) => object, missing: string): Outcome<StatusCall, string> {
  const text = words.rest.join(' ')
  return text === '' ? fail(missing) : about(words, bodyOf(text))
}

function linesOf(answer: unknown, asJson: boolean): readonly string[] | undefined {
  if (asJson) return [escapedJson(answer)]
  const heads = z.array(ticketHeadSchema).safeParse(answer)
  if (heads.success) return heads.data.length === 0 ? ['There is no such ticket.'] : heads.data.flatMap(headLines)
  const whole = wholeTicketSchema.safeParse(answer)
  return whole.success ? ticketLines(whole.data) : undefined
}

function headLines({ id, state, changedAt, about: kind, words, faults, incident }: TicketHead): readonly string[] {
  const what = kind === null ? 'A bundle of another version' : troubleWords[kind]
  const more = [...faults, ...(incident === null ? [] : [`incident ${incident}`])].map(printable)
  return [
    `${id}  ${state.padEnd(8)}  ${utcMinute(changedAt)}  ${what}`,
    ...(words === '' ? [] : [`  ${printable(words)}`]),
    ...(more.length === 0 ? [] : [`  ${more.join(', ')}`]),
  ]
}

function ticketLines(ticket: WholeTicket): readonly string[] {
  const bundle = bundleSchema.safeParse(ticket.bundle)
  const written = ticket.messages.flatMap(({ at, by, body }) => [
    '',
    `${by === 'operator' ? 'You' : 'They'}, ${utcMinute(at)}:`,
    ...printableLines(body).map((line) => `  ${line}`),
  ])
  return [
    ...headLines(ticket),
    ...(ticket.mail === null ? [] : [`  answers go to ${printable(ticket.mail)}, too`]),
    '',
    ...(bundle.success ? bundleLines(bundle.data) : escapedJson(ticket.bundle).split('\n')),
    ...written,
  ]
}
